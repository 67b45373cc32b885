-- What macros/cross_db promises of days and times, the same on every engine: a row is
-- a promise whose answer here differs from what is expected everywhere. Local days are
-- Sao Paulo's, whose summer time ended for good in February 2019, so a mall elsewhere
-- is not asked.
{{ config(enabled=var('timezone') == 'America/Sao_Paulo') }}
{% set day = "cast('%s' as date)" %}
{% set moment = "cast('%s' as timestamp)" %}
{% set yes_no = "case when %s then 'yes' else 'no' end" %}
{% set hour = "cast(extract(hour from %s) as " ~ dbt.type_int() ~ ")" %}
{{ unlike({
    'monday_is_1': (day_of_week(day % '2025-06-02'), '1'),
    'friday_is_5': (day_of_week(day % '2025-06-06'), '5'),
    'sunday_is_7': (day_of_week(day % '2025-06-08'), '7'),
    'saturday_is_weekend': (yes_no % is_weekend(day % '2025-06-07'), 'yes'),
    'friday_is_not': (yes_no % is_weekend(day % '2025-06-06'), 'no'),
    'sunday_evening_is_monday_in_utc': (local_date(moment % '2025-06-09 01:00:00'), '2025-06-08'),
    'local_minute': ("cast(extract(minute from " ~ local_timestamp(moment % '2025-06-09 01:45:00') ~ ") as " ~ dbt.type_int() ~ ")", '45'),
    'local_hour': (local_hour(moment % '2025-06-09 01:00:00'), '22'),
    'summer_time_of_1990': (local_hour(moment % '1990-12-01 12:00:00'), '10'),
    'summer_time_of_2018': (local_hour(moment % '2018-12-01 12:00:00'), '10'),
    'no_summer_time_since_2019': (local_hour(moment % '2019-12-01 12:00:00'), '9'),
    'the_last_minute_of_winter': (local_date(moment % '2018-11-04 02:59:00'), '2018-11-03'),
    'summer_begins_at_one': (local_hour(moment % '2018-11-04 03:00:00'), '1'),
    'the_hour_before_midnight': (local_hour(moment % '2019-02-17 01:59:00'), '23'),
    'comes_twice': (local_hour(moment % '2019-02-17 02:59:00'), '23'),
    'and_then_it_is_sunday': (local_date(moment % '2019-02-17 03:00:00'), '2019-02-17'),
    'noon_in_summer': (hour % utc_from_local(parse_br_timestamp("'01/12/2018 12:00'")), '14'),
    'noon_in_winter': (hour % utc_from_local(parse_br_timestamp("'01/07/2018 12:00'")), '15'),
    'a_minute_that_never_was': (hour % utc_from_local(parse_br_timestamp("'04/11/2018 00:30'")), '3'),
    'a_minute_that_was_twice': (hour % utc_from_local(parse_br_timestamp("'16/02/2019 23:30'")), '2'),
    'days_between': (days_between(day % '2024-02-28', day % '2024-03-01'), '2'),
    'days_before': (days_between(day % '2024-03-01', day % '2024-02-28'), '-2'),
    'a_day_later': (local_date(days_later(moment % '2024-02-28 12:00:00', 1)), '2024-02-29'),
    'days_earlier': (local_date(days_later(moment % '2024-03-01 12:00:00', -2)), '2024-02-28'),
    'br_timestamp': (local_hour(utc_from_local(parse_br_timestamp("'31/12/2024 18:05'"))), '18'),
    'br_timestamp_without_zeros': (local_date(utc_from_local(parse_br_timestamp("'1/2/2025 8:05'"))), '2025-02-01'),
    'no_such_day': (yes_no % (parse_br_timestamp("'31/02/2025 18:05'") ~ ' is null'), 'yes'),
    'an_offset_counts': (local_hour(utc_timestamp("'2025-06-01T12:00:00-05:00'")), '14'),
    'zulu_is_utc': (local_hour(utc_timestamp("'2025-06-01T12:00:00Z'")), '9'),
    'without_zone_is_utc': (local_hour(utc_timestamp("'2025-06-01T12:00:00'")), '9'),
    'seconds_may_be_missing': (local_hour(utc_timestamp("'2025-06-01T12:00'")), '9'),
    'and_before_an_offset': (local_hour(utc_timestamp("'2025-06-01 12:00-0500'")), '14'),
    'a_day_with_slashes': (try_cast("'2025/1/5'", 'date'), '2025-01-05'),
    'a_day_and_its_time': (try_cast("'2025-01-05T23:00:00-03:00'", 'date'), '2025-01-05'),
    'no_time': (yes_no % (utc_timestamp("'noon'") ~ ' is null'), 'yes'),
    'no_such_time': (yes_no % (utc_timestamp("'2025-02-30T12:00:00'") ~ ' is null'), 'yes'),
    'no_such_date': (try_cast("'2025-02-30'", 'date'), 'null'),
    'an_empty_date': (try_cast("''", 'date'), 'null'),
    'yesterday_is_no_date': (try_cast("'yesterday'", 'date'), 'null'),
    'a_date': (try_cast("'2025-02-28'", 'date'), '2025-02-28'),
}) }}
