{# The raw rows whose fingerprint is not in the staging table yet, as a relation. #}
{% macro unknown_rows(contract, relation) -%}
    (
        select raw_rows.*
        from (select *, {{ row_fingerprint(contract, relation) }} as row_fingerprint from {{ relation }}) as raw_rows
        where not exists (select 1 from {{ this }} as known where known.row_fingerprint = raw_rows.row_fingerprint)
    ) as unknown_rows
{%- endmacro %}
