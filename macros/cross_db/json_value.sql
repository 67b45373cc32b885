{# The value of a key in a JSON text, as text; null where there is none. The standard's path is not known everywhere, and `->>` is PostgreSQL's. #}
{% macro json_value(expression, key) -%}
    {{ return(adapter.dispatch('json_value', 'vitrine')(expression, key)) }}
{%- endmacro %}

{% macro default__json_value(expression, key) -%}
    cast({{ expression }} as json) ->> '{{ key }}'
{%- endmacro %}

{% macro duckdb__json_value(expression, key) -%}
    json_extract_string({{ expression }}, '$.{{ key }}')
{%- endmacro %}

{#- Redshift answers with an empty text where there is none -#}
{% macro redshift__json_value(expression, key) -%}
    nullif(json_extract_path_text({{ expression }}, '{{ key }}'), '')
{%- endmacro %}

{% macro bigquery__json_value(expression, key) -%}
    json_value({{ expression }}, '$.{{ key }}')
{%- endmacro %}
