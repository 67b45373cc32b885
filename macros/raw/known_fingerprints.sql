{# A relation of the fingerprints that a staging table was made of: those that it holds, and those of the rows that the last erasure emptied. #}
{% macro known_fingerprints() -%}
    (select row_fingerprint from {{ this }} union all {{ emptied_fingerprints() }})
{%- endmacro %}
