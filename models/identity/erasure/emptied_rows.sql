-- Which raw rows the erasure has emptied in staging, by their fingerprints: the next
-- build reads them again, since identity must see whom it erases, and knows by them
-- that nothing else has changed. The erasure writes them here (`empty_staged_rows`).
{{ config(
    schema='vault', meta={'erasure': 'keep'},
    materialized='incremental', full_refresh=false, on_schema_change='fail',
) }}

-- an engine's hash has a type of its own
select
    cast('' as {{ dbt.type_string() }}) as table_name,
    row_fingerprint
from {{ ref('stg_mall__loyalty_members') }}
where false
