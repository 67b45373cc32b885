{# A wall-clock timestamp from `dd/mm/aaaa hh:mm[:ss]`, or null where it is none. #}
{% macro parse_br_timestamp(expression) -%}
    {{ return(adapter.dispatch('parse_br_timestamp', 'vitrine')(expression)) }}
{%- endmacro %}

{% macro default__parse_br_timestamp(expression) -%}
    {%- set iso -%}
        substring({{ expression }}, 7, 4) || '-' || substring({{ expression }}, 4, 2) || '-' || substring({{ expression }}, 1, 2) || substring({{ expression }}, 11)
    {%- endset -%}
    case when {{ matches(expression, '^[0-9][0-9]/[0-9][0-9]/[0-9]{4} [0-9][0-9]:[0-9][0-9](:[0-9][0-9])?$') }} then {{ try_cast(iso, 'timestamp') }} end
{%- endmacro %}

{% macro duckdb__parse_br_timestamp(expression) -%}
    try_strptime({{ expression }}, ['%d/%m/%Y %H:%M:%S', '%d/%m/%Y %H:%M'])
{%- endmacro %}

{% macro bigquery__parse_br_timestamp(expression) -%}
    coalesce(safe.parse_datetime('%d/%m/%Y %H:%M:%S', {{ expression }}), safe.parse_datetime('%d/%m/%Y %H:%M', {{ expression }}))
{%- endmacro %}
