-- Who was in which segment on which day. Builds for other days add to it and a second
-- build for one day replaces that day; no refresh empties it, since what was published
-- is history.
{{ config(
    materialized='incremental',
    unique_key='as_of_date',
    on_schema_change='append_new_columns',
    full_refresh=false,
    meta={'erasure': 'delete'},
) }}

select customer_id, as_of_date, segment_id, model_version
from {{ ref('customer_segments') }}
