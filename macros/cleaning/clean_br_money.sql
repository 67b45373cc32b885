{#
    An amount as Brazilian tills write it (`R$ 1.234,56`, `1234,56`, `-12,00`) as a decimal, or null where it is none.

    `amount` names a column without R$ and blanks. A point is a thousands mark, except in `1234.56`, which can be nothing but a decimal point.
#}
{% macro clean_br_money(amount) -%}
    case
        when {{ matches(amount, '^-?([0-9]+|[0-9]{1,3}([.][0-9]{3})+)(,[0-9]{1,2})?$') }}
            then {{ try_cast("replace(replace(" ~ amount ~ ", '.', ''), ',', '.')", money_type()) }}
        when {{ matches(amount, '^-?[0-9]+[.][0-9]{1,2}$') }} then {{ try_cast(amount, money_type()) }}
    end
{%- endmacro %}
