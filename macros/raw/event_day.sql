{# The local day of a typed row's event; null for tables that are lists rather than events. #}
{% macro event_day(contract) -%}
    {{ local_date(contract.event_time) if contract.event_time is defined else 'cast(null as date)' }}
{%- endmacro %}
