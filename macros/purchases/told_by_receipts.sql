{#
    The select of what receipts tell of sales that the central system saw too, by `sale_id`: a till that asks for no CPF stands beside a store whose invoice has one.
#}
{% macro told_by_receipts(before_erasure=false) -%}
    select
        seen_twice.sale_id,
        receipts.cpf_key,
        receipts.card_key,
        receipts.email_key,
        receipts.phone_key,
        receipts.first_loaded_at
    from {{ ref('sales_seen_twice') }} as seen_twice
    inner join {{ accepted('stg_mall__store_receipts', before_erasure) }} as receipts
        on seen_twice.receipt_key = receipts.row_key
{%- endmacro %}
