-- What each person bought up to the as-of day.
with

bought as (

    select
        purchases.*,
        stores.category,
        stores.price_tier
    from {{ ref('fct_purchases') }} as purchases
    cross join {{ ref('as_of') }} as as_of
    inner join {{ ref('dim_stores') }} as stores
        on purchases.store_id = stores.store_id
    where
        purchases.customer_id is not null
        and purchases.purchase_date <= as_of.as_of_date

),

-- Counted apart, since a second distinct count beside sums doubles their cost.
kept_places as (

    select distinct
        customer_id,
        store_id,
        category
    from bought
    where is_kept

),

kept_categories as (

    select
        customer_id,
        category,
        count(*) as stores
    from kept_places
    group by customer_id, category

),

places as (

    select
        customer_id,
        sum(stores) as stores,
        count(category) as categories
    from kept_categories
    group by customer_id

),

sums as (

    select
        customer_id,
        min(purchase_date) as first_date,
        max(purchase_date) as last_date,
        max(case when is_kept then purchase_date end) as last_purchase_date,
        count(distinct case when is_kept then purchase_date end) as purchase_days,
        count(case when is_kept then 1 end) as purchases,
        count(case when is_kept and is_offer then 1 end) as offer_purchases,
        sum(net_amount) as net_spend,
        sum(gross_amount) as gross_spend,
        sum(discount_amount) as discount_amount,
        sum(case when price_tier = 'luxury' then net_amount else 0.00 end)
            as luxury_spend,
        sum(
            case when {{ is_weekend('purchase_date') }} then net_amount else 0.00 end
        ) as weekend_spend
    from bought
    group by customer_id

)

select
    sums.customer_id,
    sums.first_date,
    sums.last_date,
    sums.last_purchase_date,
    sums.purchase_days,
    sums.purchases,
    sums.offer_purchases,
    cast(coalesce(places.stores, 0) as {{ dbt.type_bigint() }}) as stores,
    coalesce(places.categories, 0) as categories,
    sums.net_spend,
    sums.gross_spend,
    sums.discount_amount,
    sums.luxury_spend,
    sums.weekend_spend
from sums
left join places on sums.customer_id = places.customer_id
