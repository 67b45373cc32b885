{#
    Why a typed row cannot be used, or null: the first of missing_<column>, unreadable_<column> (neither a value of its type nor within its bounds),
    the table's own rules, and an event that is dated more than a day after it was loaded (a till with a wrong clock).

    What came is looked at where it gave no value: a branch of a `case` is computed for its own rows alone.
#}
{% macro reject_reason(contract) -%}
    case
        {%- for column in contract.columns if column.required %}
        when {{ column.name }} is null
            then case when {{ text('raw_' ~ column.name) }} is null then 'missing_{{ column.name }}' else 'unreadable_{{ column.name }}' end
        {%- endfor %}
        {%- for reason, condition in (contract.rules | default({})).items() %}
        when {{ condition }} then '{{ reason }}'
        {%- endfor %}
        {%- if contract.event_time is defined %}
        when {{ contract.event_time }} > {{ days_later('loaded_at', 1) }} then 'dated_after_its_load'
        {%- endif %}
    end
{%- endmacro %}
