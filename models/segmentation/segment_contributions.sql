-- Why each clustered person is in the segment and not in the next nearest: the two
-- features that speak most for it, by how much nearer each brings the person to its
-- centre (weighted squared differences, which add up to those of the distances).
with

clustered as (

    select customer_id, segment_id, second_segment_id
    from {{ ref('customer_segments') }}
    where second_segment_id is not null

),

-- few rows: every two segments, feature by feature
centres as (

    select
        own.segment_id,
        other.segment_id as second_segment_id,
        own.feature,
        own.centroid,
        other.centroid as second_centroid
    from {{ ref('segment_model') }} as own
    inner join {{ ref('segment_model') }} as other
        on own.feature = other.feature and own.segment_id <> other.segment_id

),

-- a left join, though every row has its centres: so planners bring people and their
-- points together first, and not people and centres
contributions as (

    select
        clustered.*,
        points.feature,
        points.z_score,
        points.weight * (
            (points.z_score - centres.second_centroid)
            * (points.z_score - centres.second_centroid)
            - (points.z_score - centres.centroid) * (points.z_score - centres.centroid)
        ) as contribution
    from {{ ref('scoring_points') }} as points
    inner join clustered on points.customer_id = clustered.customer_id
    left join centres
        on
            clustered.segment_id = centres.segment_id
            and clustered.second_segment_id = centres.second_segment_id
            and points.feature = centres.feature

),

ranked as (

    select
        *,
        row_number() over (
            partition by customer_id order by contribution desc, feature asc
        ) as place
    from contributions
    -- what speaks against the segment is nobody's reason
    where contribution > 0

)

select
    customer_id,
    cast(place as {{ dbt.type_int() }}) as place,
    segment_id,
    second_segment_id,
    feature,
    z_score,
    contribution
from ranked
where place <= 2
