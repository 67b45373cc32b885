{# A select of the raw rows that an incremental build of a staging model judges. #}
{% macro unknown_rows(contract, relation) -%}
    select raw_rows.*
    from (select *, {{ row_fingerprint(contract, relation) }} as row_fingerprint from {{ relation }}) as raw_rows
    where row_fingerprint in (select to_judge.row_fingerprint from {{ rows_to_judge() }} as to_judge)
{%- endmacro %}
