{# The text without every character that the pattern names. #}
{% macro without(expression, pattern) -%}
    {{ return(adapter.dispatch('without', 'vitrine')(expression, pattern)) }}
{%- endmacro %}

{% macro default__without(expression, pattern) -%}
    regexp_replace({{ expression }}, '{{ pattern }}', '', 'g')
{%- endmacro %}

{% macro redshift__without(expression, pattern) -%}
    regexp_replace({{ expression }}, '{{ pattern }}', '')
{%- endmacro %}

{% macro bigquery__without(expression, pattern) -%}
    regexp_replace({{ expression }}, r'{{ pattern }}', '')
{%- endmacro %}
