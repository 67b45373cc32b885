{# The type of money: BRL with centavos. #}
{% macro money_type() -%}
    decimal(18, 2)
{%- endmacro %}
