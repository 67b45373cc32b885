{# A select of the fingerprints of the rows of a staging table that the last erasure emptied, as far as they are remembered. #}
{% macro emptied_fingerprints() -%}
    {%- set emptied_rows = load_relation(relation_of('emptied_rows')) -%}
    {%- if emptied_rows and this.identifier not in tables_of_nobody() -%}
    select row_fingerprint from {{ emptied_rows }} where table_name = '{{ this.identifier }}'
    {%- else -%}
    select row_fingerprint from {{ this }} where false
    {%- endif -%}
{%- endmacro %}
