{# True where a staging table has fingerprints of its rows; one that an earlier release made has none, and is made anew. #}
{% macro knows_rows(relation) %}
    {{ return('row_fingerprint' in columns_of(relation)) }}
{% endmacro %}
