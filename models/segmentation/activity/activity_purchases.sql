-- What each person bought up to the as-of day.
select
    purchases.customer_id,
    min(purchases.purchase_date) as first_date,
    max(purchases.purchase_date) as last_date,
    max(case when purchases.is_kept then purchases.purchase_date end)
        as last_purchase_date,
    count(distinct case when purchases.is_kept then purchases.purchase_date end)
        as purchase_days,
    count(case when purchases.is_kept then 1 end) as purchases,
    count(case when purchases.is_kept and purchases.is_offer then 1 end)
        as offer_purchases,
    count(distinct case when purchases.is_kept then purchases.store_id end) as stores,
    count(distinct case when purchases.is_kept then stores.category end) as categories,
    sum(purchases.net_amount) as net_spend,
    sum(purchases.gross_amount) as gross_spend,
    sum(purchases.discount_amount) as discount_amount,
    sum(case when stores.price_tier = 'luxury' then purchases.net_amount else 0.00 end)
        as luxury_spend,
    sum(
        case
            when {{ is_weekend('purchases.purchase_date') }} then purchases.net_amount
            else 0.00
        end
    ) as weekend_spend
from {{ ref('fct_purchases') }} as purchases
cross join {{ ref('as_of') }} as as_of
inner join {{ ref('dim_stores') }} as stores on purchases.store_id = stores.store_id
where
    purchases.customer_id is not null
    and purchases.purchase_date <= as_of.as_of_date
group by purchases.customer_id
