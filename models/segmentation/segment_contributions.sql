-- Why each clustered person is in the segment and not in the next nearest: the two
-- features that speak most for it, by how much nearer each brings the person to its
-- centre (weighted squared differences, which add up to those of the distances).
with

contributions as (

    select
        segments.customer_id,
        segments.segment_id,
        segments.second_segment_id,
        points.feature,
        points.z_score,
        points.weight * (
            (points.z_score - other.centroid) * (points.z_score - other.centroid)
            - (points.z_score - own.centroid) * (points.z_score - own.centroid)
        ) as contribution
    from {{ ref('customer_segments') }} as segments
    inner join {{ ref('scoring_points') }} as points
        on segments.customer_id = points.customer_id
    inner join {{ ref('segment_model') }} as own
        on segments.segment_id = own.segment_id and points.feature = own.feature
    inner join {{ ref('segment_model') }} as other
        on
            segments.second_segment_id = other.segment_id
            and points.feature = other.feature

),

ranked as (

    select
        *,
        row_number() over (
            partition by customer_id order by contribution desc, feature asc
        ) as place
    from contributions

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
