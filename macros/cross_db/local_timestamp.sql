{#
    A UTC timestamp as the wall clock of the mall (var `timezone`) showed it, summer times of the past included.

    Timestamps know no zone on DuckDB, PostgreSQL and Redshift and are UTC by agreement; BigQuery's are points in time and its wall clock is a type of its own.
#}
{% macro local_timestamp(utc) -%}
    {{ return(adapter.dispatch('local_timestamp', 'vitrine')(utc)) }}
{%- endmacro %}

{% macro default__local_timestamp(utc) -%}
    timezone('{{ var("timezone") }}', timezone('UTC', {{ utc }}))
{%- endmacro %}

{# naming the zone UTC costs as much as the other, and is the same point in time #}
{% macro duckdb__local_timestamp(utc) -%}
    timezone('{{ var("timezone") }}', make_timestamptz(epoch_us({{ utc }})))
{%- endmacro %}

{% macro redshift__local_timestamp(utc) -%}
    convert_timezone('UTC', '{{ var("timezone") }}', {{ utc }})
{%- endmacro %}

{% macro bigquery__local_timestamp(utc) -%}
    datetime({{ utc }}, '{{ var("timezone") }}')
{%- endmacro %}
