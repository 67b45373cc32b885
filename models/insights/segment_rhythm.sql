-- When the people of each segment come: the hours of the week in which their visits
-- begin, by the mall's clock. The segment `all` is everybody.
with

visits as (

    select
        coalesce(segments.segment_id, 'unknown') as segment_id,
        visits.customer_id,
        dates.day_of_week,
        {{ local_hour('visits.arrived_at') }} as hour_of_day,
        dates.day_of_week * 100
        + {{ local_hour('visits.arrived_at') }} as hour_of_week
    from {{ ref('fct_visits') }} as visits
    inner join {{ ref('dim_dates') }} as dates on visits.visit_date = dates.date_day
    cross join {{ ref('as_of') }} as as_of
    left join {{ ref('customer_segments') }} as segments
        on visits.customer_id = segments.customer_id
    where
        visits.arrived_at is not null
        and visits.visit_date <= as_of.as_of_date

),

cells as (

    select
        segment_id,
        hour_of_week,
        day_of_week,
        hour_of_day,
        count(*) as visits,
        count(distinct customer_id) as people
    from visits
    group by segment_id, hour_of_week, day_of_week, hour_of_day

),

-- a person is in one segment, so people add up
cells_of_all as (

    select
        'all' as segment_id,
        hour_of_week,
        day_of_week,
        hour_of_day,
        sum(visits) as visits,
        sum(people) as people
    from cells
    group by hour_of_week, day_of_week, hour_of_day

),

{{ hide_small_cells(
    'hidden_of_all', 'cells_of_all', 'segment_id', 'hour_of_week', 'people', 'people'
) }},

-- an hour that is withheld of everybody is withheld of each segment, or it would be
-- their sum
cells_to_tell as (

    select
        cells.*,
        'all' as everybody,
        case when hidden_of_all.is_hidden then 0 else cells.people end as people_to_tell
    from cells
    inner join hidden_of_all on cells.hour_of_week = hidden_of_all.hour_of_week

),

{{ hide_small_cells(
    'hidden',
    'cells_to_tell',
    'segment_id',
    'hour_of_week',
    'people_to_tell',
    'people',
    table_key='everybody',
) }},

judged as (

    select cells.*, hidden.is_hidden
    from cells
    inner join hidden
        on
            cells.segment_id = hidden.segment_id
            and cells.hour_of_week = hidden.hour_of_week

    union all

    select cells_of_all.*, hidden_of_all.is_hidden
    from cells_of_all
    inner join hidden_of_all on cells_of_all.hour_of_week = hidden_of_all.hour_of_week

),

totals as (

    select *, sum(visits) over (partition by segment_id) as segment_visits
    from judged

)

select
    segment_id,
    day_of_week,
    hour_of_day,
    case when not is_hidden then cast(people as {{ dbt.type_int() }}) end as customers,
    case when not is_hidden then cast(visits as {{ dbt.type_int() }}) end as visits,
    case
        when not is_hidden then {{ share_of('visits', 'segment_visits') }}
    end as share,
    is_hidden
from totals
