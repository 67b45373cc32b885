{#
    A wall-clock timestamp of the mall (var `timezone`) in UTC: the opposite of `local_timestamp`, and dispatched for the same reason. Of an hour that the clock
    showed twice it is the second, and of one that it left out the one after.
#}
{% macro utc_from_local(wall_clock) -%}
    {{ return(adapter.dispatch('utc_from_local', 'vitrine')(wall_clock)) }}
{%- endmacro %}

{% macro default__utc_from_local(wall_clock) -%}
    timezone('UTC', timezone('{{ var("timezone") }}', {{ wall_clock }}))
{%- endmacro %}

{# as in local_timestamp #}
{% macro duckdb__utc_from_local(wall_clock) -%}
    make_timestamp(epoch_us(timezone('{{ var("timezone") }}', {{ wall_clock }})))
{%- endmacro %}

{% macro redshift__utc_from_local(wall_clock) -%}
    convert_timezone('{{ var("timezone") }}', 'UTC', {{ wall_clock }})
{%- endmacro %}

{#- by itself BigQuery takes the first of the two -#}
{% macro bigquery__utc_from_local(wall_clock) -%}
    greatest(
        timestamp({{ wall_clock }}, '{{ var("timezone") }}'),
        timestamp_sub(timestamp(datetime_add({{ wall_clock }}, interval 1 hour), '{{ var("timezone") }}'), interval 1 hour)
    )
{%- endmacro %}
