{# A floating-point number of 64 bits; dbt's own type_float is one of 32 bits on DuckDB. #}
{% macro type_double() -%}
    {{ return(adapter.dispatch('type_double', 'vitrine')()) }}
{%- endmacro %}

{% macro default__type_double() -%}
    double precision
{%- endmacro %}

{% macro duckdb__type_double() -%}
    double
{%- endmacro %}

{% macro bigquery__type_double() -%}
    float64
{%- endmacro %}
