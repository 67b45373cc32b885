-- Whole years around everything that happened, and one more for forecasts.
with

event_days as (

    select min(purchase_date) as first_day, max(purchase_date) as last_day from {{ ref('fct_purchases') }}
    {% for model_name in ['stg_mall__visits', 'stg_mall__wifi_sessions', 'stg_mall__app_events', 'stg_streaming__viewing_sessions', 'stg_streaming__package_subscriptions'] %}
    union all
    select min(event_day) as first_day, max(event_day) as last_day from {{ accepted(model_name) }} as events
    {% endfor %}

),

span as (

    select
        cast({{ dbt.date_trunc('year', 'min(first_day)') }} as date) as first_day,
        cast({{ dbt.dateadd('day', 730, dbt.date_trunc('year', 'max(last_day)')) }} as date) as last_day
    from event_days

),

days as (

    select cast({{ dbt.dateadd('day', 'numbers.number', 'span.first_day') }} as date) as date_day
    from span
    inner join ({{ numbers(5) }}) as numbers on numbers.number <= {{ dbt.datediff('span.first_day', 'span.last_day', 'day') }}

),

marked as (

    select
        days.date_day,
        {{ day_of_week('days.date_day') }} as day_of_week,
        holidays.holiday_name,
        holidays.holiday_date is not null as is_holiday,
        coalesce(holidays.is_optional, false) as is_optional_holiday,
        exists (
            select 1 from {{ ref('holidays') }} as neighbours
            where
                (
                    {{ day_of_week('days.date_day') }} = 5
                    and neighbours.holiday_date = cast({{ dbt.dateadd('day', -1, 'days.date_day') }} as date)
                )
                or (
                    {{ day_of_week('days.date_day') }} = 1
                    and neighbours.holiday_date = cast({{ dbt.dateadd('day', 1, 'days.date_day') }} as date)
                )
        ) as touches_holiday
    from days
    left join {{ ref('holidays') }} as holidays on days.date_day = holidays.holiday_date

)

select
    date_day,
    day_of_week,
    {{ is_weekend('date_day') }} as is_weekend,
    is_holiday,
    holiday_name,
    is_optional_holiday,
    touches_holiday and not is_holiday as is_bridge_day
from marked
