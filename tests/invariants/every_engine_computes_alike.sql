-- What macros/cross_db promises, the same on every engine: a row is a macro whose
-- answer differs here from what is expected everywhere. Expected values are texts,
-- worked out by hand or by Python's hashlib; 'null' stands for a null. Those of local
-- days are São Paulo's, so a mall elsewhere is not asked.
{{ config(enabled=var('timezone') == 'America/Sao_Paulo') }}
{% set text_of = "coalesce(cast(%s as " ~ dbt.type_string() ~ "), 'null')" %}
{% set day = "cast('%s' as date)" %}
{% set moment = "cast('%s' as timestamp)" %}
{% set yes_no = "case when %s then 'yes' else 'no' end" %}
{% set whole = "cast(%s as " ~ dbt.type_int() ~ ")" %}
{% set cases = {
    'monday_is_1': (day_of_week(day % '2025-06-02'), '1'),
    'friday_is_5': (day_of_week(day % '2025-06-06'), '5'),
    'sunday_is_7': (day_of_week(day % '2025-06-08'), '7'),
    'saturday_is_weekend': (yes_no % is_weekend(day % '2025-06-07'), 'yes'),
    'friday_is_not': (yes_no % is_weekend(day % '2025-06-06'), 'no'),
    'sunday_evening_is_monday_in_utc': (local_date(moment % '2025-06-09 01:00:00'), '2025-06-08'),
    'local_hour': (local_hour(moment % '2025-06-09 01:00:00'), '22'),
    'summer_time_of_2018': (local_hour(moment % '2018-12-01 12:00:00'), '10'),
    'days_between': (days_between(day % '2024-02-28', day % '2024-03-01'), '2'),
    'a_day_later': (local_date(days_later(moment % '2024-02-28 12:00:00', 1)), '2024-02-29'),
    'br_timestamp': (local_hour(utc_from_local(parse_br_timestamp("'31/12/2024 18:05'"))), '18'),
    'no_such_day': (yes_no % (parse_br_timestamp("'31/02/2025 18:05'") ~ ' is null'), 'yes'),
    'an_offset_counts': (local_hour(utc_timestamp("'2025-06-01T12:00:00-05:00'")), '14'),
    'without_zone_is_utc': (local_hour(utc_timestamp("'2025-06-01T12:00:00'")), '9'),
    'seconds_may_be_missing': (local_hour(utc_timestamp("'2025-06-01T12:00'")), '9'),
    'and_before_an_offset': (local_hour(utc_timestamp("'2025-06-01 12:00-0500'")), '14'),
    'a_day_with_slashes': (try_cast("'2025/1/5'", 'date'), '2025-01-05'),
    'a_day_and_its_time': (try_cast("'2025-01-05T23:00:00-03:00'", 'date'), '2025-01-05'),
    'no_time': (yes_no % (utc_timestamp("'noon'") ~ ' is null'), 'yes'),
    'unreadable_number': (try_cast("'12,5'", 'decimal(18, 2)'), 'null'),
    'too_many_digits': (try_cast("'12345678901234567890'", 'decimal(18, 2)'), 'null'),
    'not_a_number': (try_cast("'NaN'", 'decimal(18, 2)'), 'null'),
    'cast_rounds_half_up': (whole % ('100 * ' ~ try_cast("'1.005'", 'decimal(18, 2)')), '101'),
    'cast_rounds_negatives_away': (whole % ('100 * ' ~ try_cast("'-1.005'", 'decimal(18, 2)')), '-101'),
    'nothing_is_0_centavos': (whole % ('100 * ' ~ amount_or_zero('null')), '0'),
    'whole_number_with_point': (whole_number("'2.0'"), '2'),
    'half_is_not_whole': (whole_number("'1.5'"), 'null'),
    'hex': ('lower(' ~ hex_of_text("'São'") ~ ')', '53c3a36f'),
    'sha256': (sha256_of_hex('lower(' ~ hex_of_text("'abc'") ~ ')'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'),
    'md5': (dbt.hash("'abc'"), '900150983cd24fb0d6963f7d28e17f72'),
    'accents': (without_accents("'São João é ÇÑ ü'"), 'Sao Joao e CN u'),
    'digits_only': (without("'123.456-78'", '[^0-9]'), '12345678'),
    'shape': (shape_of("'ab1-é 2'"), 'aa9-a 9'),
    'matches': (yes_no % matches("'AB12'", '^[A-Z]{2}[0-9]+$'), 'yes'),
    'matches_not': (yes_no % matches("'ab12'", '^[A-Z]{2}[0-9]+$'), 'no'),
    'zeros_at_the_end': (decimal_text('7', 1), '7.0'),
    'empty_is_null': (text("'  '"), 'null'),
    'trimmed': (text("' a '"), 'a'),
    'last_name': (last_name("'Ana de São'"), 'SAO'),
    'json_value': (json_value(json_of({'a': text("'x'"), 'b': "cast(null as " ~ dbt.type_string() ~ ")"}), 'a'), 'x'),
    'json_null': (json_value(json_of({'a': text("'x'"), 'b': "cast(null as " ~ dbt.type_string() ~ ")"}), 'b'), 'null'),
    'minutes': (whole % ('100 * ' ~ minutes_between(moment % '2025-06-01 10:00:00', moment % '2025-06-01 10:00:50')), '83'),
} %}
with

numbers_in_order as (

    {{ numbers(2) }}

),

-- 1, 2, 4 and a null
few as (

    select case when number < 2 then number + 1 when number = 2 then 4 end as number
    from numbers_in_order
    where number < 4

),

measured as (

    select
        {{ whole % ('1000 * ' ~ median('number')) }} as middle,
        {{ whole % ('1000 * ' ~ quantile('number', 0.25)) }} as lower_quarter,
        {{ whole % ('1000 * ' ~ quantile('number', 0.75)) }} as upper_quarter,
        {{ whole % ('1000 * ' ~ exact_mean('cast(number as decimal(18, 2))')) }}
            as mean_value,
        {{ count_or_zero('count(number)') }} as counted
    from few

),

placed as (

    select number, row_number() over (order by number desc nulls last) as place from few

),

answers as (

    {% for name, (actual, expected) in cases.items() %}
    select
        '{{ name }}' as promise,
        {{ text_of % actual }} as actual,
        '{{ expected }}' as expected
    union all
    {% endfor %}
    {% for column, expected in {
        'middle': 2000, 'lower_quarter': 1500, 'upper_quarter': 3000, 'mean_value': 2333, 'counted': 3,
    }.items() %}
    select
        '{{ column }}' as promise,
        {{ text_of % column }} as actual,
        '{{ expected }}' as expected
    from measured
    union all
    {% endfor %}
    select
        'nulls_last' as promise,
        {{ text_of % 'max(place)' }} as actual,
        '4' as expected
    from placed
    where number is null
    union all
    select
        'a_hundred_numbers' as promise,
        {{ text_of % 'sum(number)' }} as actual,
        '4950' as expected
    from numbers_in_order

)

select promise, actual, expected from answers where actual <> expected
