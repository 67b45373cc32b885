with

days as (

    select * from {{ ref('calendar_days') }}

),

holidays as (

    select * from {{ ref('holidays') }}

),

-- the Friday after a Thursday and the Monday before a Tuesday that is a holiday
bridges as (

    select cast({{ dbt.dateadd('day', 1, 'holiday_date') }} as date) as bridge_day
    from holidays
    where {{ day_of_week('holiday_date') }} = 4

    union all

    select cast({{ dbt.dateadd('day', -1, 'holiday_date') }} as date) as bridge_day
    from holidays
    where {{ day_of_week('holiday_date') }} = 2

)

select
    days.date_day,
    {{ day_of_week('days.date_day') }} as day_of_week,
    {{ is_weekend('days.date_day') }} as is_weekend,
    holidays.holiday_date is not null as is_holiday,
    holidays.holiday_name,
    coalesce(holidays.is_optional, false) as is_optional_holiday,
    bridges.bridge_day is not null and holidays.holiday_date is null as is_bridge_day
from days
left join holidays on days.date_day = holidays.holiday_date
left join bridges on days.date_day = bridges.bridge_day
