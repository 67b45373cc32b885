-- A receipt that the central system has too leaves no purchase of its own, and the sale
-- leaves one. A row is a sale that counts twice, or not at all.
with

pairs as (

    select seen_twice.sale_id, {{ receipt_id('receipts') }} as receipt_id
    from {{ ref('sales_seen_twice') }} as seen_twice
    inner join {{ accepted('stg_mall__store_receipts') }} as receipts
        on seen_twice.receipt_key = receipts.row_key
    inner join {{ ref('store_codes') }} as store_codes
        on receipts.store_code = store_codes.store_code

)

select pairs.sale_id, pairs.receipt_id, 'counted twice' as problem
from pairs
inner join {{ ref('fct_purchases') }} as purchases
    on
        purchases.source_system = 'receipt'
        and pairs.receipt_id = purchases.source_record_id

union all

select pairs.sale_id, pairs.receipt_id, 'not counted' as problem
from pairs
inner join {{ ref('standing_sales') }} as sales
    on pairs.sale_id = sales.sale_id and sales.refunded_sale_id is null
left join {{ ref('fct_purchases') }} as purchases
    on
        purchases.source_system = 'pos'
        and pairs.sale_id = purchases.source_record_id
where purchases.purchase_id is null
