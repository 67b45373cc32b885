{#
    A wall-clock timestamp from `dd/mm/aaaa hh:mm[:ss]`, or null where it is none.

    DuckDB and BigQuery read by a pattern and give null where it does not fit. Elsewhere that raises an error, so the text is put into ISO order and cast with care.
#}
{% macro parse_br_timestamp(expression) -%}
    {{ return(adapter.dispatch('parse_br_timestamp', 'vitrine')(expression)) }}
{%- endmacro %}

{% macro default__parse_br_timestamp(expression) -%}
    {#- a till may leave out the zeros in 1/2/2025 8:05, and write more than one blank -#}
    {%- set day, month = dbt.split_part(expression, "'/'", 1), dbt.split_part(expression, "'/'", 2) -%}
    {%- set year_and_time = dbt.split_part(replaced(expression, '[[:space:]]+', ' '), "'/'", 3) -%}
    {%- set iso -%}
        {{ dbt.split_part(year_and_time, "' '", 1) }} || '-' || lpad({{ month }}, 2, '0') || '-' || lpad({{ day }}, 2, '0')
        || case when {{ matches(expression, '[[:space:]][0-9]:') }} then ' 0' else ' ' end || {{ dbt.split_part(year_and_time, "' '", 2) }}
    {%- endset -%}
    case when {{ matches(expression, br_timestamp_form()) }} then {{ try_cast(iso, 'timestamp') }} end
{%- endmacro %}

{% macro duckdb__parse_br_timestamp(expression) -%}
    try_strptime({{ expression }}, ['%d/%m/%Y %H:%M:%S', '%d/%m/%Y %H:%M'])
{%- endmacro %}

{# its %S takes a sixtieth second -#}
{% macro bigquery__parse_br_timestamp(expression) -%}
    case when {{ matches(expression, br_timestamp_form()) }}
        then coalesce(safe.parse_datetime('%d/%m/%Y %H:%M:%S', {{ expression }}), safe.parse_datetime('%d/%m/%Y %H:%M', {{ expression }})) end
{%- endmacro %}
