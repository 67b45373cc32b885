{#
    A UTC timestamp so many days later.

    dbt's own dateadd gives a DATETIME on BigQuery, which cannot be compared with a TIMESTAMP.
#}
{% macro days_later(utc, days) -%}
    {{ return(adapter.dispatch('days_later', 'vitrine')(utc, days)) }}
{%- endmacro %}

{% macro default__days_later(utc, days) -%}
    {{ dbt.dateadd('day', days, utc) }}
{%- endmacro %}

{% macro bigquery__days_later(utc, days) -%}
    timestamp_add({{ utc }}, interval {{ days }} day)
{%- endmacro %}
