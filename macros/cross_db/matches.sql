{# True where the text holds the regular expression (RE2 and POSIX alike: no look-around, no back-references). BigQuery has no operator for it, and DuckDB's was a whole match once. #}
{% macro matches(expression, pattern) -%}
    {{ return(adapter.dispatch('matches', 'vitrine')(expression, pattern)) }}
{%- endmacro %}

{% macro default__matches(expression, pattern) -%}
    {{ expression }} ~ '{{ pattern }}'
{%- endmacro %}

{% macro duckdb__matches(expression, pattern) -%}
    regexp_matches({{ expression }}, '{{ pattern }}')
{%- endmacro %}

{% macro bigquery__matches(expression, pattern) -%}
    regexp_contains({{ expression }}, r'{{ pattern }}')
{%- endmacro %}
