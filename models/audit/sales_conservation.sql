-- What became of the sales that staging accepted, by store and day: void, seen by both
-- systems, refunded, or kept in fct_purchases. Counted from staging without the models
-- in between, so that it can find them out. A refund, and a void, belong to the store
-- and day of the sale that they undo.
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

voids as (

    select distinct original_sale_id from sales where status = 'void'

),

fates as (

    select
        sales.store_code,
        sales.sale_date,
        originals.store_code as original_store_code,
        originals.sale_date as original_sale_date,
        sales.amount,
        case
            when sales.status = 'void' or voids.original_sale_id is not null then 'void'
            when originals.status = 'approved' and undone.original_sale_id is null
                then 'refund'
            else 'purchase'
        end as fate
    from sales
    left join voids
        on sales.sale_id = voids.original_sale_id
    left join sales as originals
        on
            sales.original_sale_id = originals.sale_id
            and sales.status in ('refunded', 'void')
    left join voids as undone
        on originals.sale_id = undone.original_sale_id

),

judged as (

    -- a refund that undoes nothing stands alone, at its own store and on its own day
    select
        case
            when fate = 'purchase' then store_code
            else coalesce(original_store_code, store_code)
        end as store_code,
        case
            when fate = 'purchase' then sale_date
            else coalesce(original_sale_date, sale_date)
        end as sale_date,
        amount,
        fate
    from fates

    union all

    select
        receipts.store_code,
        receipts.sale_date,
        receipts.paid_amount as amount,
        case
            when seen_twice.receipt_key is null then 'purchase' else 'seen_twice'
        end as fate
    from {{ accepted('stg_mall__store_receipts') }} as receipts
    left join {{ ref('sales_seen_twice') }} as seen_twice
        on receipts.row_key = seen_twice.receipt_key

    union all

    select
        upper(store_id) as store_code,
        purchase_date as sale_date,
        net_amount as amount,
        'kept' as fate
    from {{ ref('fct_purchases') }}

)

select
    store_code,
    sale_date,
    count(case when fate <> 'kept' then 1 end) as accepted_rows,
    {{ amount_or_zero("sum(case when fate <> 'kept' then amount end)") }}
        as accepted_amount,
    {% for fate in ['void', 'seen_twice', 'refund'] %}
    count(case when fate = '{{ fate }}' then 1 end) as {{ fate }}_rows,
    {{ amount_or_zero("sum(case when fate = '" ~ fate ~ "' then amount end)") }}
        as {{ fate }}_amount,
    {% endfor %}
    count(case when fate = 'kept' then 1 end) as kept_rows,
    {{ amount_or_zero("sum(case when fate = 'kept' then amount end)") }} as kept_amount
from judged
group by store_code, sale_date
