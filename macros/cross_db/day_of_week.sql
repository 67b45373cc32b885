{#
    The ISO number of a day: Monday 1 to Sunday 7.

    The engines number weekdays differently (DuckDB and Redshift call Sunday 0, BigQuery 1), so models ask this or `is_weekend`.
#}
{% macro day_of_week(local_date) -%}
    {{ return(adapter.dispatch('day_of_week', 'vitrine')(local_date)) }}
{%- endmacro %}

{% macro default__day_of_week(local_date) -%}
    cast(extract(isodow from {{ local_date }}) as {{ dbt.type_int() }})
{%- endmacro %}

{% macro redshift__day_of_week(local_date) -%}
    mod(cast(extract(dayofweek from {{ local_date }}) as integer) + 6, 7) + 1
{%- endmacro %}

{% macro bigquery__day_of_week(local_date) -%}
    mod(extract(dayofweek from {{ local_date }}) + 5, 7) + 1
{%- endmacro %}
