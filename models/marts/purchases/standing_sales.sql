-- Rows of the central system that happened: neither a void nor undone by one. A refund
-- knows its sale where that sale stands. A view: it is read for few columns at a time.
{{ config(materialized='view') }}

with

sales as {{ not_materialized() }} (

    select * from {{ accepted('stg_mall__pos_sales') }} as accepted_sales

),

voided as (

    select distinct original_sale_id as sale_id
    from sales
    where status = 'void' and original_sale_id is not null

),

standing as {{ not_materialized() }} (

    select sales.*
    from sales
    left join voided on sales.sale_id = voided.sale_id
    where sales.status <> 'void' and voided.sale_id is null

),

-- few sales are given back, so these are looked up among all, not all among all
refunded as (

    select refunds.sale_id, refunds.original_sale_id as refunded_sale_id
    from standing as refunds
    inner join standing as originals
        on
            refunds.original_sale_id = originals.sale_id
            and originals.status = 'approved'
    where refunds.status = 'refunded'

)

select
    -- keys
    standing.sale_id,
    standing.original_sale_id,
    refunded.refunded_sale_id,
    standing.store_id,
    standing.member_id,
    standing.cpf_key,
    standing.card_key,
    standing.email_key,
    standing.phone_key,
    -- an erasure leaves no fingerprint in what it empties
    standing.row_fingerprint is null as is_emptied,

    -- what
    standing.status,
    standing.payment_method,
    standing.installments,
    standing.coupon_code,

    -- amounts
    standing.gross_amount,
    standing.discount_amount,

    -- times
    standing.sold_at,
    standing.sale_date
from standing
left join refunded on standing.sale_id = refunded.sale_id
