{# A wall-clock timestamp of the mall (var `timezone`) in UTC: the opposite of `local_timestamp`. #}
{% macro utc_from_local(wall_clock) -%}
    {{ return(adapter.dispatch('utc_from_local', 'vitrine')(wall_clock)) }}
{%- endmacro %}

{% macro default__utc_from_local(wall_clock) -%}
    timezone('UTC', timezone('{{ var("timezone") }}', {{ wall_clock }}))
{%- endmacro %}

{% macro redshift__utc_from_local(wall_clock) -%}
    convert_timezone('{{ var("timezone") }}', 'UTC', {{ wall_clock }})
{%- endmacro %}

{% macro bigquery__utc_from_local(wall_clock) -%}
    timestamp({{ wall_clock }}, '{{ var("timezone") }}')
{%- endmacro %}
