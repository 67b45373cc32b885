{# The money of a typed row in BRL, by which its table is balanced; nothing for tables without money and for amounts that cannot be read. #}
{% macro row_amount(contract) -%}
    cast({{ contract.amount | default('null') }} as {{ money_type() }})
{%- endmacro %}
