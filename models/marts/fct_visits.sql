with

sightings as (

    select * from {{ ref('visit_sightings') }}

),

days as (

    select
        customer_id,
        visit_date,
        {% for channel in ['app', 'door', 'purchase', 'wifi'] -%}
        max(case when channel = '{{ channel }}' then 1 else 0 end) as by_{{ channel }},
        {% endfor -%}
        min(arrived_at) as arrived_at,
        max(dwell_minutes) as dwell_minutes
    from sightings
    group by customer_id, visit_date

)

select
    days.customer_id,
    days.visit_date,
    dates.is_weekend,
    dates.is_holiday,
    days.arrived_at,
    hours.day_part,
    cast(days.dwell_minutes as decimal(18, 2)) as dwell_minutes,
    -- a list in alphabetical order, such as `app,door,purchase`
    substring(
        case when days.by_app = 1 then ',app' else '' end
        || case when days.by_door = 1 then ',door' else '' end
        || case when days.by_purchase = 1 then ',purchase' else '' end
        || case when days.by_wifi = 1 then ',wifi' else '' end,
        2
    ) as channels
from days
inner join {{ ref('dim_dates') }} as dates on days.visit_date = dates.date_day
left join {{ ref('hours_of_day') }} as hours
    on {{ local_hour('days.arrived_at') }} = hours.hour_of_day
