-- How many people have each item, among everybody and among the people of each segment:
-- the baselines that a recommender must beat. An item that nobody of a segment has is
-- there too, after those that somebody has, in the order of everybody's.
with

history as (

    select
        history.catalogue,
        horizons.horizon,
        history.customer_id,
        history.item_id,
        segments.segment_id
    from {{ ref('recommendation_history') }} as history
    inner join {{ ref('recommendation_horizons') }} as horizons
        on history.first_date <= horizons.known_until
    left join {{ ref('customer_segments') }} as segments
        on history.customer_id = segments.customer_id

),

items as (

    select catalogue, horizon, item_id, count(*) as people
    from history
    group by catalogue, horizon, item_id

),

group_sizes as (

    select
        catalogue,
        horizon,
        coalesce(segment_id, 'everybody') as people_group,
        count(distinct customer_id) as group_people
    from history
    where segment_id is not null
    group by catalogue, horizon, segment_id

    union all

    select
        catalogue,
        horizon,
        'everybody' as people_group,
        count(distinct customer_id) as group_people
    from history
    group by catalogue, horizon

),

by_segment as (

    select catalogue, horizon, segment_id, item_id, count(*) as people
    from history
    where segment_id is not null
    group by catalogue, horizon, segment_id, item_id

),

counted as (

    select
        group_sizes.catalogue,
        group_sizes.horizon,
        group_sizes.people_group,
        group_sizes.group_people,
        items.item_id,
        items.people as people_of_all,
        case
            when group_sizes.people_group = 'everybody' then items.people
            else coalesce(by_segment.people, 0)
        end as people
    from group_sizes
    inner join items
        on
            group_sizes.catalogue = items.catalogue
            and group_sizes.horizon = items.horizon
    left join by_segment
        on
            group_sizes.catalogue = by_segment.catalogue
            and group_sizes.horizon = by_segment.horizon
            and group_sizes.people_group = by_segment.segment_id
            and items.item_id = by_segment.item_id

)

select
    catalogue,
    horizon,
    people_group,
    item_id,
    cast(people as {{ dbt.type_int() }}) as people,
    {{ share_of('people', 'group_people') }} as share,
    cast(
        row_number() over (
            partition by catalogue, horizon, people_group
            order by people desc, people_of_all desc, item_id asc
        ) as {{ dbt.type_int() }}
    ) as place
from counted
