{# The value below which the given part of a group lies, between neighbours in proportion, as a double, nulls left out. #}
{% macro quantile(expression, part) -%}
    {{ return(adapter.dispatch('quantile', 'vitrine')(expression, part)) }}
{%- endmacro %}

{% macro default__quantile(expression, part) -%}
    percentile_cont({{ part }}) within group (order by {{ expression }})
{%- endmacro %}

{% macro duckdb__quantile(expression, part) -%}
    quantile_cont(cast({{ expression }} as double), {{ part }})
{%- endmacro %}

{# BigQuery's percentile_cont is a window function only, and its aggregates are approximate -#}
{% macro bigquery__quantile(expression, part) -%}
    {%- set value = 'cast(' ~ expression ~ ' as float64)' -%}
    {%- set sorted = 'array_agg(' ~ value ~ ' ignore nulls order by ' ~ value ~ ')' -%}
    {%- set place = part ~ ' * (count(' ~ expression ~ ') - 1)' -%}
    {%- set below = sorted ~ '[safe_offset(cast(floor(' ~ place ~ ') as int64))]' -%}
    {%- set above = sorted ~ '[safe_offset(cast(ceil(' ~ place ~ ') as int64))]' -%}
    ({{ below }} + ({{ above }} - {{ below }}) * ({{ place }} - floor({{ place }})))
{%- endmacro %}
