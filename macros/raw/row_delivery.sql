{#
    Which delivery a raw row seems to have come with, a number below 4096: made of the day that it was loaded on, as its loader wrote it, else of the day of its event.

    Deliveries are counted before anybody looks at rows (changed_deliveries), so rows that come together should share one; nothing is wrong where they do not.
#}
{% macro row_delivery(contract, prefix='') -%}
    {%- set days = [] -%}
    {%- for column in ['loaded_at', contract.event_time] if column -%}
        {%- do days.append('substring(cast(' ~ prefix ~ column ~ ' as ' ~ dbt.type_string() ~ '), 1, 10)') -%}
    {%- endfor -%}
    {{ delivery_of(short_hash('coalesce(' ~ days | join(', ') ~ ", '')")) }}
{%- endmacro %}
