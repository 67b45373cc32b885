-- Whole years around everything that happened and the day it is seen from, and one more
-- for forecasts.
with

event_days as (

    select min(purchase_date) as first_day, max(purchase_date) as last_day
    from {{ ref('fct_purchases') }}
    {% for model_name in [
        'stg_mall__visits',
        'stg_mall__wifi_sessions',
        'stg_mall__app_events',
        'stg_streaming__viewing_sessions',
        'stg_streaming__package_subscriptions',
    ] %}
    union all

    select min(event_day) as first_day, max(event_day) as last_day
    from {{ accepted(model_name) }} as events
    {% endfor %}
    union all

    select {{ as_of_date_var() }} as first_day, {{ as_of_date_var() }} as last_day

),

span as (

    select
        cast({{ dbt.date_trunc('year', 'min(first_day)') }} as date) as first_day,
        cast({{ dbt.date_trunc('year', 'max(last_day)') }} as date) as last_year
    from event_days

)

select
    cast({{ dbt.dateadd('day', 'numbers.number', 'span.first_day') }} as date)
        as date_day
from span
inner join ({{ numbers(5) }}) as numbers
    on
        numbers.number
        < {{ dbt.datediff(
            'span.first_day', dbt.dateadd('year', 2, 'span.last_year'), 'day'
        ) }}
