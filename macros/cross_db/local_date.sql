{# The mall's calendar day of a UTC timestamp: a Sunday sale at 22:00 in São Paulo is Monday in UTC. #}
{% macro local_date(utc) -%}
    cast({{ local_timestamp(utc) }} as date)
{%- endmacro %}
