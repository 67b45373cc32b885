{#
    Why a typed row cannot be used, or null: the first of missing_<column>, unreadable_<column> (neither a value of its type nor within its bounds),
    the table's own rules, and an event that is dated more than a day after it was loaded (a till with a wrong clock).
#}
{% macro reject_reason(contract) -%}
    case
        {%- for column in contract.columns if column.required %}
        when {{ text('raw_' ~ column.name) }} is null then 'missing_{{ column.name }}'
        when {{ column.name }} is null then 'unreadable_{{ column.name }}'
        {%- endfor %}
        {%- for reason, condition in (contract.rules | default({})).items() %}
        when {{ condition }} then '{{ reason }}'
        {%- endfor %}
        {%- if contract.event_time is defined %}
        when {{ contract.event_time }} > {{ days_later('loaded_at', 1) }} then 'dated_after_its_load'
        {%- endif %}
    end
{%- endmacro %}
