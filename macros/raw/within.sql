{#
    The value where it lies within what its contract calls usable (`min`, `max`), else null.

    A till whose clock says 1900 or 2900 must not decide what the last business day was, so times have bounds by default; and so have amounts:
    beyond a billion is a slip of the hand, and sums of such amounts would overflow.
#}
{% macro within(expression, column) -%}
    {%- set day = column.data_type in ('timestamp', 'date') -%}
    {%- set amount = column.data_type == 'decimal' or column.format == 'br_money' -%}
    {%- set low = column.min | default('1990-01-01' if day else -1000000000 if amount else none) -%}
    {%- set high = column.max | default('2099-12-31' if day else 1000000000 if amount else none) -%}
    {%- if low is none and high is none -%}
        {{ expression }}
    {%- else -%}
        case when
        {%- if low is not none %} {{ expression }} >= {{ "cast('" ~ low ~ "' as " ~ column.data_type ~ ")" if day else low }}{% endif -%}
        {%- if low is not none and high is not none %} and{% endif -%}
        {%- if high is not none %} {{ expression }} <= {{ "cast('" ~ high ~ "' as " ~ column.data_type ~ ")" if day else high }}{% endif %} then {{ expression }} end
    {%- endif -%}
{%- endmacro %}
