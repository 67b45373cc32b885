-- What each person's features were on each day that was built, so that a move between
-- segments, or a drift of a feature, can be explained: all that a route or a feature
-- may name. Kept like segment_membership.
{{ config(
    materialized='incremental',
    unique_key='as_of_date',
    on_schema_change='append_new_columns',
    full_refresh=false,
    meta={'erasure': 'delete'},
) }}

select
    {% for measure in scored_measures() -%}
    {%- set relation = 'activity' if measure in activity_measures() else 'segments' -%}
    cast({{ relation }}.{{ measure }} as {{ type_double() }}) as {{ measure }},
    {% endfor -%}
    segments.customer_id,
    segments.as_of_date
from {{ ref('customer_segments') }} as segments
inner join {{ ref('customer_activity') }} as activity
    on segments.customer_id = activity.customer_id
