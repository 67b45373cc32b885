-- How each feature was spread over people on which day. Builds for other days add to it
-- and a second build for one day replaces that day; no refresh empties it, since drift
-- is a comparison with what was.
{{ config(
    materialized='incremental',
    unique_key='as_of_date',
    on_schema_change='append_new_columns',
    full_refresh=false,
) }}

with

bins as (

    select as_of_date, segment_id, feature, bin, customers
    from {{ ref('feature_bins') }}

    union all

    select as_of_date, 'all' as segment_id, feature, bin, sum(customers) as customers
    from {{ ref('feature_bins') }}
    group by as_of_date, feature, bin

)

select
    as_of_date,
    segment_id,
    feature,
    bin,
    cast(customers as {{ dbt.type_int() }}) as customers,
    cast(
        cast(customers as {{ type_double() }})
        / sum(customers) over (partition by as_of_date, segment_id, feature)
        as {{ type_double() }}
    ) as share
from bins
