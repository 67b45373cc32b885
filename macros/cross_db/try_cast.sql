{#
    The value as another type, or null where it cannot be read so.

    dbt.safe_cast is a plain cast on DuckDB, PostgreSQL and Redshift and raises there, so one bad cell would stop the build.
#}
{% macro try_cast(expression, data_type) -%}
    {{ return(adapter.dispatch('try_cast', 'vitrine')(expression, data_type)) }}
{%- endmacro %}

{% macro default__try_cast(expression, data_type) -%}
    try_cast({{ expression }} as {{ data_type }})
{%- endmacro %}

{% macro bigquery__try_cast(expression, data_type) -%}
    safe_cast({{ expression }} as {{ data_type }})
{%- endmacro %}

{% macro postgres__try_cast(expression, data_type) -%}
    {%- set value = 'cast(' ~ expression ~ ' as text)' -%}
    case when {{ matches(value, written_form(data_type)) }} and pg_input_is_valid({{ value }}, '{{ data_type }}') then cast({{ value }} as {{ data_type }}) end
{%- endmacro %}

{# pg_input_is_valid is PostgreSQL's alone #}
{% macro redshift__try_cast(expression, data_type) -%}
    {%- set value = 'cast(' ~ expression ~ ' as ' ~ dbt.type_string() ~ ')' -%}
    case when {{ matches(value, written_form(data_type)) }} then try_cast({{ value }} as {{ data_type }}) end
{%- endmacro %}
