-- One row a sale that stands, from either system, net of its refunds; a refund of an
-- unknown sale stands as a negative row. Of a sale that both systems saw, the receipt
-- tells what the till did not ask. A view: only fct_purchases reads it.
{{ config(materialized='view') }}

with

standing_sales as {{ not_materialized() }} (

    select * from {{ ref('standing_sales') }}

),

refunds as (

    select
        refunded_sale_id as sale_id,
        sum(gross_amount - discount_amount) as refunded_amount
    from standing_sales
    where refunded_sale_id is not null
    group by refunded_sale_id

),

told_by_receipts as (

    {{ told_by_receipts() }}

),

central as (

    select
        'pos' as source_system,
        sales.sale_id as source_record_id,
        upper(sales.store_id) as store_code,
        sales.member_id,
        {{ or_told_by_receipt() }},
        sales.sold_at as purchased_at,
        sales.sale_date as purchase_date,
        case
            when sales.status = 'refunded' then -sales.gross_amount
            else sales.gross_amount
        end as gross_amount,
        case
            when sales.status = 'refunded' then -sales.discount_amount
            else sales.discount_amount
        end as discount_amount,
        {{ amount_or_zero('refunds.refunded_amount') }} as refunded_amount,
        sales.coupon_code is not null as has_coupon,
        sales.payment_method
    from standing_sales as sales
    left join refunds on sales.sale_id = refunds.sale_id
    -- what an erasure took from a sale falls to nobody whom its receipt names
    left join told_by_receipts
        on sales.sale_id = told_by_receipts.sale_id and not sales.is_emptied
    where sales.refunded_sale_id is null

),

receipts as (

    select
        'receipt' as source_system,
        {{ receipt_id('receipts') }} as source_record_id,
        receipts.store_code,
        cast(null as {{ dbt.type_string() }}) as member_id,
        receipts.cpf_key,
        receipts.card_key,
        receipts.email_key,
        receipts.phone_key,
        receipts.sold_at as purchased_at,
        receipts.sale_date as purchase_date,
        -- a receipt says what was paid, so the discount goes back on top of it
        case
            when receipts.paid_amount < 0
                then receipts.paid_amount - receipts.discount_amount
            else receipts.paid_amount + receipts.discount_amount
        end as gross_amount,
        case
            when receipts.paid_amount < 0 then -receipts.discount_amount
            else receipts.discount_amount
        end as discount_amount,
        cast(0 as {{ money_type() }}) as refunded_amount,
        false as has_coupon,
        receipts.payment_method
    from {{ accepted('stg_mall__store_receipts') }} as receipts
    inner join {{ ref('store_codes') }} as store_codes
        on receipts.store_code = store_codes.store_code
    where
        not exists (
            select 1 from {{ ref('sales_seen_twice') }} as seen_twice
            where seen_twice.receipt_key = receipts.row_key
        )

)

select * from central

union all

select * from receipts
