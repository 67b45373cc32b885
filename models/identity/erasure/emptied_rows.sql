-- Which raw rows the erasure has emptied in staging, by their fingerprints: the next
-- build reads them again, since identity must see whom it erases, and knows by them
-- that nothing else has changed. The erasure writes them here (`empty_staged_rows`).
{{ config(
    schema='vault', meta={'erasure': 'keep'},
    materialized='incremental', full_refresh=false, on_schema_change='fail',
) }}

{#- staging looks here as it begins: where this is made for the first time, that must be
    over, or a build would see it made half-way -#}
{%- if not execute %}
{% for source_name, table_name in staged_tables() %}
{% set model_name = 'stg_' ~ source_name ~ '__' ~ table_name %}
{% if model_name not in tables_of_nobody() %}{% do ref(model_name) %}{% endif %}
{% endfor %}
{% endif %}

-- an engine's hash has a type of its own
select
    cast('' as {{ dbt.type_string() }}) as table_name,
    row_fingerprint
from {{ ref('stg_mall__loyalty_members') }}
where false
