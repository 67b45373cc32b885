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

{# its cast wants seconds and dashes, and a number with more digits than its type has stops the statement, be the cast safe or not -#}
{% macro bigquery__try_cast(expression, data_type) -%}
    {%- set value = 'cast(' ~ expression ~ ' as string)' -%}
    {%- if data_type.startswith('decimal') -%}
        {%- set digits, scale = data_type[8:-1].split(',') | map('int') -%}
        {%- set number = 'round(safe_cast(' ~ replaced('trim(' ~ value ~ ')', '([0-9])_([0-9])', '\\\\1\\\\2') ~ ' as numeric), ' ~ scale ~ ')' -%}
        case when abs({{ number }}) < 1{{ '0' * (digits - scale) }} then cast({{ number }} as {{ data_type }}) end
    {%- else -%}
        case when {{ matches(value, written_form(data_type)) }} then safe_cast({{ written_out(value, data_type) }} as {{ data_type[:9] }}) end
    {%- endif -%}
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
