{#
    Which optional values of a typed row could not be used and became null, as `column;column;`, or an empty text.
    audit.repaired_values counts them.
#}
{% macro repairs(contract) -%}
    {%- set repairable = repairable_columns(contract) -%}
    {%- if not repairable -%} ''
    {%- endif -%}
    {%- for name in repairable -%}
        {{ ' || ' if not loop.first }}case when {{ name }} is not null then '' when {{ text('raw_' ~ name) }} is null then '' else '{{ name }};' end
    {%- endfor -%}
{%- endmacro %}
