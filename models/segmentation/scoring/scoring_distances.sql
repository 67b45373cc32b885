-- How far every person is from the segment in each place of the order: the square root
-- of the weighted sum of squared differences. A place without a segment is null.
with

model as (

    select
        feature,
        centroid,
        dense_rank() over (order by segment_order) as place
    from {{ ref('segment_model') }}

),

centroids as (

    select
        {% for place in segment_places() -%}
        max(case when place = {{ place }} then centroid end) as centroid_{{ place }},
        {% endfor -%}
        feature
    from model
    group by feature

)

select
    {% for place in segment_places() -%}
    sqrt(
        sum(
            points.weight
            * (points.z_score - centroids.centroid_{{ place }})
            * (points.z_score - centroids.centroid_{{ place }})
        )
    ) as distance_{{ place }},
    {% endfor -%}
    points.customer_id
from {{ ref('scoring_points') }} as points
inner join centroids on points.feature = centroids.feature
group by points.customer_id
