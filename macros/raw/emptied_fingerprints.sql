{# A select of the fingerprints of the rows of a staging table that the last erasure emptied. #}
{% macro emptied_fingerprints() -%}
    {%- set emptied_rows = relation_of('emptied_rows') -%}
    select row_fingerprint from {{ emptied_rows if load_relation(emptied_rows) else this }}
    where {{ "table_name = '" ~ this.identifier ~ "'" if load_relation(emptied_rows) else 'false' }}
{%- endmacro %}
