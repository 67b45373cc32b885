{#
    A raw time as a timestamp in UTC, or null where it is none. A time without a zone is UTC.

    The engines disagree on what a plain cast does with an offset such as -03:00: some drop it in silence. And a time without
    a zone becomes a timestamptz by the zone of the session, so PostgreSQL reads it apart from one with a zone.
#}
{% macro utc_timestamp(expression) -%}
    {{ return(adapter.dispatch('utc_timestamp', 'vitrine')(expression)) }}
{%- endmacro %}

{% macro default__utc_timestamp(expression) -%}
    coalesce({{ try_cast(expression, 'timestamp') }}, {{ try_cast(expression, 'timestamptz') }} at time zone 'UTC')
{%- endmacro %}

{% macro duckdb__utc_timestamp(expression) -%}
    make_timestamp(epoch_us(try_cast({{ expression }} as timestamptz)))
{%- endmacro %}

{# a timestamp of BigQuery is in UTC #}
{% macro bigquery__utc_timestamp(expression) -%}
    coalesce({{ try_cast(expression, 'timestamp') }}, {{ try_cast(expression, 'timestamptz') }})
{%- endmacro %}
