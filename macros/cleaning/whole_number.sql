{#
    A whole number, or null where the value is none. `2.0` is one, as data frames write a column with gaps; `1.5` is not,
    although a plain cast would round it.
#}
{% macro whole_number(expression) -%}
    case
        when mod({{ try_cast(expression, 'decimal(18, 3)') }}, 1) = 0 then cast({{ try_cast(expression, 'decimal(18, 3)') }} as {{ dbt.type_int() }})
    end
{%- endmacro %}
