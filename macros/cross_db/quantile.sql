{#
    The value below which the given part of a group lies, between neighbours in proportion, as a double, nulls left out.

    DuckDB would round that of decimals to their scale, and BigQuery has it as a window function or approximately. Redshift wants all of a select by one order.
#}
{% macro quantile(expression, part) -%}
    {{ return(adapter.dispatch('quantile', 'vitrine')(expression, part)) }}
{%- endmacro %}

{% macro default__quantile(expression, part) -%}
    percentile_cont({{ part }}) within group (order by {{ expression }})
{%- endmacro %}

{% macro duckdb__quantile(expression, part) -%}
    quantile_cont(cast({{ expression }} as double), {{ part }})
{%- endmacro %}

{% macro bigquery__quantile(expression, part) -%}
    {%- set value = 'cast(' ~ expression ~ ' as float64)' -%}
    {%- set sorted = 'array_agg(' ~ value ~ ' ignore nulls order by ' ~ value ~ ')' -%}
    {%- set place = part ~ ' * (count(' ~ expression ~ ') - 1)' -%}
    {%- set below = sorted ~ '[safe_offset(cast(floor(' ~ place ~ ') as int64))]' -%}
    {%- set above = sorted ~ '[safe_offset(cast(ceil(' ~ place ~ ') as int64))]' -%}
    ({{ below }} + ({{ above }} - {{ below }}) * ({{ place }} - floor({{ place }})))
{%- endmacro %}
