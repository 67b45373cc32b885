-- What macros/cross_db, and the macros that reckon with it, promise of numbers, the
-- same on every engine: a row is a promise whose answer here differs from what is
-- expected everywhere.
{% set whole = "cast(%s as " ~ dbt.type_int() ~ ")" %}
{% set decimal = "cast('%s' as decimal(18, 3))" %}
{% set moment = "cast('%s' as timestamp)" %}
{{ unlike({
    'a_decimal': (whole % ('100 * ' ~ try_cast("'-12.5'", 'decimal(18, 2)')), '-1250'),
    'unreadable_number': (try_cast("'12,5'", 'decimal(18, 2)'), 'null'),
    'an_empty_number': (try_cast("''", 'decimal(18, 2)'), 'null'),
    'too_many_digits': (try_cast("(select '12345678901234567890')", 'decimal(18, 2)'), 'null'),
    'not_a_number': (try_cast("'NaN'", 'decimal(18, 2)'), 'null'),
    'cast_rounds_half_up': (whole % ('100 * ' ~ try_cast("'1.005'", 'decimal(18, 2)')), '101'),
    'cast_rounds_negatives_away': (whole % ('100 * ' ~ try_cast("'-1.005'", 'decimal(18, 2)')), '-101'),
    'round_rounds_half_up': (whole % ('100 * round(' ~ decimal % '2.345' ~ ', 2)'), '235'),
    'round_rounds_negatives_away': (whole % ('100 * round(' ~ decimal % '-2.345' ~ ', 2)'), '-235'),
    'money_has_centavos': (whole % ("100 * cast('12.34' as " ~ money_type() ~ ')'), '1234'),
    'nothing_is_0_centavos': (whole % ('100 * ' ~ amount_or_zero('null')), '0'),
    'a_count_of_nothing_is_0': (count_or_zero('null'), '0'),
    'whole_number_with_point': (whole_number("'2.0'"), '2'),
    'half_is_not_whole': (whole_number("'1.5'"), 'null'),
    'beyond_32_bits': (whole_number("'3000000000'"), 'null'),
    'half_of_seven_is_not_3': (whole % ('1000 * ' ~ share_of(7, 2)), '3500'),
    'a_third': (whole % ('1000000000 * ' ~ share_of(1, 3)), '333333333'),
    'a_share_of_nothing': (share_of(0, 0), 'null'),
    'a_double_holds_15_digits': (whole % ('1000000000 * (cast(1.123456789 as ' ~ type_double() ~ ') - 1)'), '123456789'),
    'half_of_all_hashes': (whole % ('1000 * ' ~ hex_fraction("'800000ff'")), '500'),
    'minutes': (whole % ('100 * ' ~ minutes_between(moment % '2025-06-01 10:00:00', moment % '2025-06-01 10:00:50')), '83'),
    'minutes_are_rounded': (whole % ('100 * ' ~ minutes_between(moment % '2025-06-01 10:00:00', moment % '2025-06-01 10:00:40')), '67'),
}) }}
