-- What a store kept on a day is what staging accepted, less refunds, voids and receipts
-- that the central system has too. A row is a store and day where money or a purchase
-- appeared or vanished between staging and fct_purchases.
with

sales as (

    select
        sale_id,
        original_sale_id,
        status,
        upper(store_id) as store_code,
        sale_date,
        case when status = 'refunded' then -1 else 1 end
        * (gross_amount - discount_amount) as amount
    from {{ accepted('stg_mall__pos_sales') }} as accepted_sales

),

-- neither a void nor what a void undoes
standing as (

    select sales.*
    from sales
    left join sales as voids
        on sales.sale_id = voids.original_sale_id and voids.status = 'void'
    where sales.status <> 'void' and voids.sale_id is null

),

-- a refund is money of the store and day of its sale, where that stands
accepted_amounts as (

    select
        coalesce(originals.store_code, standing.store_code) as store_code,
        coalesce(originals.sale_date, standing.sale_date) as sale_date,
        standing.amount,
        case when originals.sale_id is null then 1 else 0 end as purchases
    from standing
    left join standing as originals
        on
            standing.status = 'refunded'
            and originals.status = 'approved'
            and standing.original_sale_id = originals.sale_id

    union all

    select
        receipts.store_code,
        receipts.sale_date,
        receipts.paid_amount as amount,
        1 as purchases
    from {{ accepted('stg_mall__store_receipts') }} as receipts
    left join {{ ref('sales_seen_twice') }} as seen_twice
        on receipts.row_key = seen_twice.receipt_key
    where seen_twice.receipt_key is null

    union all

    select
        upper(store_id) as store_code,
        purchase_date as sale_date,
        -net_amount as amount,
        -1 as purchases
    from {{ ref('fct_purchases') }}

)

select
    store_code,
    sale_date,
    sum(amount) as missing_amount,
    sum(purchases) as missing_purchases
from accepted_amounts
group by store_code, sale_date
having sum(amount) <> 0 or sum(purchases) <> 0
