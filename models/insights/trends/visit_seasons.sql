-- How many visits each weekday and each kind of holiday has beside an average day. A
-- kind with few days stays near what is indifferent, as shares of people do.
with

measured_days as (

    select
        *,
        visits / level_around as ratio
    from {{ ref('visit_days') }}
    where visits > 0

),

weekdays as (

    select
        day_of_week,
        count(*) as days,
        {{ exact_mean('ratio') }} as mean_ratio
    from measured_days
    where day_kind = 'ordinary'
    group by day_of_week

),

mean_weekday as (

    select {{ exact_mean('mean_ratio') }} as mean_ratio
    from weekdays

),

indices as (

    select
        weekdays.day_of_week,
        weekdays.days,
        weekdays.mean_ratio / mean_weekday.mean_ratio as season_index
    from weekdays
    cross join mean_weekday

),

kinds as (

    select
        measured_days.day_kind,
        count(*) as days,
        {{ exact_mean('measured_days.ratio / indices.season_index') }} as mean_ratio
    from measured_days
    inner join indices on measured_days.day_of_week = indices.day_of_week
    where measured_days.day_kind <> 'ordinary'
    group by measured_days.day_kind

)

select
    'weekday' as season,
    cast(day_of_week as {{ dbt.type_string() }}) as season_value,
    cast(days as {{ dbt.type_int() }}) as days,
    cast(season_index as {{ type_double() }}) as season_index
from indices

union all

select
    'day_kind' as season,
    day_kind as season_value,
    cast(days as {{ dbt.type_int() }}) as days,
    cast((days * mean_ratio + 4) / (days + 4) as {{ type_double() }}) as season_index
from kinds
