{# When a typed row reached the lake: its `loaded_at`, else the time of its event, else before everything. #}
{% macro known_since(contract) -%}
    coalesce(loaded_at, {% if contract.event_time is defined %}{{ contract.event_time }}, {% endif %}cast('1900-01-01' as timestamp))
{%- endmacro %}
