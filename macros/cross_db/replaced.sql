{# The text with the replacement in place of every character that the pattern names: PostgreSQL and DuckDB replace the first only, unless told. #}
{% macro replaced(expression, pattern, replacement) -%}
    {{ return(adapter.dispatch('replaced', 'vitrine')(expression, pattern, replacement)) }}
{%- endmacro %}

{% macro default__replaced(expression, pattern, replacement) -%}
    regexp_replace({{ expression }}, '{{ pattern }}', '{{ replacement }}', 'g')
{%- endmacro %}

{% macro redshift__replaced(expression, pattern, replacement) -%}
    regexp_replace({{ expression }}, '{{ pattern }}', '{{ replacement }}')
{%- endmacro %}

{% macro bigquery__replaced(expression, pattern, replacement) -%}
    regexp_replace({{ expression }}, r'{{ pattern }}', '{{ replacement }}')
{%- endmacro %}
