-- The nearest segment of every person and the next; on a tie the segment first in order
-- is the nearer.
{% set nowhere = '1e300' %}
with

segments as (

    select segment_id, row_number() over (order by min(segment_order)) as place
    from {{ ref('segment_model') }}
    group by segment_id

),

firsts as (

    select
        *,
        least(
            {% for place in segment_places() -%}
            coalesce(distance_{{ place }}, {{ nowhere }}),
            {% endfor -%}
            {{ nowhere }}
        ) as first_distance
    from {{ ref('scoring_distances') }}

),

first_places as (

    select
        *,
        case first_distance
            {% for place in segment_places() -%}
            when distance_{{ place }} then {{ place }}
            {% endfor -%}
        end as first_place
    from firsts

),

seconds as (

    select
        *,
        least(
            {% for place in segment_places() -%}
            case
                when first_place = {{ place }} then {{ nowhere }}
                else coalesce(distance_{{ place }}, {{ nowhere }})
            end,
            {% endfor -%}
            {{ nowhere }}
        ) as second_distance
    from first_places

),

second_places as (

    select
        *,
        case
            {% for place in segment_places() -%}
            when first_place <> {{ place }} and distance_{{ place }} = second_distance
                then {{ place }}
            {% endfor -%}
        end as second_place
    from seconds

)

select
    placed.customer_id,
    first_segment.segment_id,
    second_segment.segment_id as second_segment_id,
    placed.first_distance as distance_to_centroid,
    case when placed.second_place is not null then placed.second_distance end
        as distance_to_second
from second_places as placed
inner join segments as first_segment on placed.first_place = first_segment.place
left join segments as second_segment on placed.second_place = second_segment.place
