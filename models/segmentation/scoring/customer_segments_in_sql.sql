-- The table customer_segments in plain SQL, from the published parameters: what
-- warehouses without Python models publish, and what a test holds equal to the Python
-- model where there is one.
with

versions as (

    select max(model_version) as model_version from {{ ref('segment_model') }}

)

select
    people.customer_id,
    people.as_of_date,
    people.recency_days,
    people.frequency,
    people.monetary,
    people.r_score,
    people.f_score,
    people.m_score,
    people.weekend_share,
    people.weekday_share,
    coalesce(routes.segment_id, nearest.segment_id, 'unsegmented') as segment_id,
    outliers.is_outlier,
    case when routes.segment_id is null then nearest.distance_to_centroid end
        as distance_to_centroid,
    versions.model_version,
    routes.segment_id is not null as is_routed,
    case when routes.segment_id is null then nearest.second_segment_id end
        as second_segment_id,
    case when routes.segment_id is null then nearest.distance_to_second end
        as distance_to_second,
    {% for share in shrunk_shares() if share != 'weekend_share' -%}
    people.{{ share }},
    {% endfor -%}
    people.average_basket
from {{ ref('scoring_people') }} as people
cross join versions
inner join {{ ref('scoring_outliers') }} as outliers
    on people.customer_id = outliers.customer_id
left join {{ ref('scoring_routes') }} as routes
    on people.customer_id = routes.customer_id
left join {{ ref('scoring_nearest') }} as nearest
    on people.customer_id = nearest.customer_id
