{# The hour (0-23) that the mall's clock showed. #}
{% macro local_hour(utc) -%}
    cast(extract(hour from {{ local_timestamp(utc) }}) as {{ dbt.type_int() }})
{%- endmacro %}
