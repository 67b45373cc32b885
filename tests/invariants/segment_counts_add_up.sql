-- Every table counts the people of a segment alike, and none counts a few. A row is a
-- segment of which dim_segments or segment_profiles tells another number than
-- customer_segments has people, or tells it where it should not.
with

counts as (

    select
        segment_id,
        count(*) as people,
        case when count(*) >= {{ var('min_cell_size') }} then count(*) end as told
    from {{ ref('customer_segments') }}
    group by segment_id

),

profiled as (

    select segment_id, min(customers) as fewest, max(customers) as most
    from {{ ref('segment_profiles') }}
    group by segment_id

)

select
    counts.segment_id,
    counts.people,
    segments.customers,
    profiled.fewest,
    profiled.most
from counts
full outer join {{ ref('dim_segments') }} as segments
    on counts.segment_id = segments.segment_id
left join profiled on counts.segment_id = profiled.segment_id
where
    counts.segment_id is null
    or segments.segment_id is null
    or coalesce(counts.told, 0) <> coalesce(segments.customers, 0)
    or coalesce(counts.told, 0) <> coalesce(profiled.fewest, 0)
    or coalesce(counts.told, 0) <> coalesce(profiled.most, 0)
