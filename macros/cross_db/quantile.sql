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

{% macro bigquery__quantile(expression, part) -%}
    (select percentile_cont(value, {{ part }}) over () from unnest(array_agg({{ expression }} ignore nulls)) as value limit 1)
{%- endmacro %}
