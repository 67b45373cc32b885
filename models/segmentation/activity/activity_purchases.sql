-- What each person bought up to the as-of day.
select
    bought.customer_id,
    min(bought.purchase_date) as first_date,
    max(bought.purchase_date) as last_date,
    max(case when bought.is_kept then bought.purchase_date end)
        as last_purchase_date,
    count(distinct case when bought.is_kept then bought.purchase_date end)
        as purchase_days,
    count(case when bought.is_kept then 1 end) as purchases,
    count(case when bought.is_kept and bought.is_offer then 1 end)
        as offer_purchases,
    count(distinct case when bought.is_kept then bought.store_id end) as stores,
    count(distinct case when bought.is_kept then stores.category end) as categories,
    sum(bought.net_amount) as net_spend,
    sum(bought.gross_amount) as gross_spend,
    sum(bought.discount_amount) as discount_amount,
    sum(case when stores.price_tier = 'luxury' then bought.net_amount else 0.00 end)
        as luxury_spend,
    sum(
        case
            when {{ is_weekend('bought.purchase_date') }} then bought.net_amount
            else 0.00
        end
    ) as weekend_spend
from {{ ref('fct_purchases') }} as bought
cross join {{ ref('as_of') }} as as_of
inner join {{ ref('dim_stores') }} as stores on bought.store_id = stores.store_id
where
    bought.customer_id is not null
    and bought.purchase_date <= as_of.as_of_date
group by bought.customer_id
