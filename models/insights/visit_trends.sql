with

days as (

    select * from {{ ref('visit_days') }}

),

seasons as (

    select * from {{ ref('visit_seasons') }}

),

indexed as (

    select
        days.*,
        coalesce(weekdays.season_index, 1) * coalesce(kinds.season_index, 1)
            as season_index
    from days
    left join seasons as weekdays
        on
            weekdays.season = 'weekday'
            and cast(days.day_of_week as {{ dbt.type_string() }})
            = weekdays.season_value
    left join seasons as kinds
        on kinds.season = 'day_kind' and days.day_kind = kinds.season_value

),

-- a day without a visit is a closed one, and tells nothing of the trend
adjusted_days as (

    select
        *,
        case
            when visits > 0 then cast(visits / season_index as decimal(18, 6))
        end as adjusted
    from indexed

),

smoothed as (

    select
        *,
        sum(adjusted) over (
            order by visit_date rows between 14 preceding and 13 following
        ) as adjusted_around,
        count(adjusted) over (
            order by visit_date rows between 14 preceding and 13 following
        ) as days_around
    from adjusted_days

)

select
    visit_date,
    visits,
    purchases,
    buyers,
    net_spend,
    day_of_week,
    day_kind,
    holiday_name,
    cast(season_index as {{ type_double() }}) as season_index,
    cast(adjusted as {{ type_double() }}) as adjusted_visits,
    cast(adjusted_around as {{ type_double() }}) / nullif(days_around, 0)
        as trend_visits
from smoothed
