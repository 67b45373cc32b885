{#
    A whole number, or null where the value is none. `2.0` is one, as data frames write a column with gaps; `1.5` is not,
    although a plain cast would round it, and neither is one beyond 32 bits, on which a plain cast would stop the build.
#}
{% macro whole_number(expression) -%}
    {%- set number = try_cast(expression, 'decimal(18, 3)') -%}
    case when mod({{ number }}, 1) = 0 and {{ number }} between -2147483647 and 2147483647 then cast({{ number }} as {{ dbt.type_int() }}) end
{%- endmacro %}
