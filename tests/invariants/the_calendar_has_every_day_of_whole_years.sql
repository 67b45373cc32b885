-- Calendars begin on 1 January, end on 31 December and skip no day, so that rates by
-- day, week and year have a denominator. A row is a calendar that does not.
with

span as (

    select
        min(date_day) as first_day,
        max(date_day) as last_day,
        count(*) as days
    from {{ ref('dim_dates') }}

)

select first_day, last_day, days
from span
where
    extract(month from first_day) * 100 + extract(day from first_day) <> 101
    or extract(month from last_day) * 100 + extract(day from last_day) <> 1231
    or days <> {{ days_between('first_day', 'last_day') }} + 1
