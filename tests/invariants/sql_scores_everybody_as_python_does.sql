-- The published parameters mean the same on every warehouse: plain SQL and the Python
-- model agree on every person and column, numbers to 1e-9. A row is a person of whom
-- they tell different things. Whoever stands between two segments by less than 1e-9 may
-- be in either.
{% set exact = [
    'as_of_date', 'recency_days', 'frequency', 'monetary', 'r_score', 'f_score', 'm_score',
    'is_outlier', 'is_routed', 'model_version'
] %}
{% set to_1e_9 = [
    'average_basket', 'distance_to_centroid', 'distance_to_second', 'weekday_share'
] + shrunk_shares() %}

select
    coalesce(published.customer_id, scored.customer_id) as customer_id,
    published.segment_id as published_segment_id,
    scored.segment_id as scored_segment_id
from {{ ref('customer_segments') }} as published
full outer join {{ ref('customer_segments_in_sql') }} as scored
    on published.customer_id = scored.customer_id
where
    published.customer_id is null
    or scored.customer_id is null
    {%- for column in exact %}
    or published.{{ column }} <> scored.{{ column }}
    or (published.{{ column }} is null) <> (scored.{{ column }} is null)
    {%- endfor %}
    {%- for column in to_1e_9 %}
    or abs(published.{{ column }} - scored.{{ column }}) > 1e-9
    or (published.{{ column }} is null) <> (scored.{{ column }} is null)
    {%- endfor %}
    or (
        published.segment_id <> scored.segment_id
        and coalesce(
            published.distance_to_second - published.distance_to_centroid, 1
        ) > 1e-9
    )
