{# The median of a group as a double, exact, nulls left out. DuckDB would round that of decimals to their scale, and BigQuery has none. #}
{% macro median(expression) -%}
    {{ return(adapter.dispatch('median', 'vitrine')(expression)) }}
{%- endmacro %}

{% macro default__median(expression) -%}
    percentile_cont(0.5) within group (order by {{ expression }})
{%- endmacro %}

{% macro duckdb__median(expression) -%}
    median(cast({{ expression }} as double))
{%- endmacro %}

{% macro bigquery__median(expression) -%}
    {{ quantile(expression, 0.5) }}
{%- endmacro %}
