{# The columns of a sale's identifiers, each as the till asked for it or else as the receipt tells; reads `sales` and `told_by_receipts`. #}
{% macro or_told_by_receipt() -%}
    {%- for key in ['cpf_key', 'card_key', 'email_key', 'phone_key'] -%}
    coalesce(sales.{{ key }}, told_by_receipts.{{ key }}) as {{ key }}{{ ',\n        ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
