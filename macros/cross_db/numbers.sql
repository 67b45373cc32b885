{# The whole numbers from 0 to 10^digits - 1 in a column `number`; no engine's own series function is on every other. #}
{% macro numbers(digits) -%}
    {%- set ten -%}
        (select 0 as digit union all select 1 union all select 2 union all select 3 union all select 4
        union all select 5 union all select 6 union all select 7 union all select 8 union all select 9)
    {%- endset -%}
    select
        {%- for position in range(digits) %}
        {{ ' + ' if not loop.first }}{{ 10 ** position }} * digit_{{ position }}.digit
        {%- endfor %} as number
    from {{ ten }} as digit_0
    {%- for position in range(1, digits) %}
    cross join {{ ten }} as digit_{{ position }}
    {%- endfor %}
{%- endmacro %}
