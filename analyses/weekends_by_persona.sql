-- When does each persona come and buy? Which part of its visit days and of its net
-- spend falls on weekends, in percent, and what a purchase is worth then and on other
-- days. Counted as it happened: the shares are raw, not the shrunk ones that segments
-- are made of. Two days of seven make 28.6 %.
with

people as (

    select
        customer_segments.customer_id,
        customer_segments.segment_id,
        dim_segments.persona_code
    from {{ ref('customer_segments') }} as customer_segments
    inner join {{ ref('dim_segments') }} as dim_segments
        on customer_segments.segment_id = dim_segments.segment_id

),

activity as (

    select * from {{ ref('customer_activity') }}

),

purchases as (

    select
        fct_purchases.customer_id,
        count(*) as purchases,
        sum(case when dim_dates.is_weekend then 1 else 0 end) as weekend_purchases
    from {{ ref('fct_purchases') }} as fct_purchases
    inner join {{ ref('dim_dates') }} as dim_dates
        on fct_purchases.purchase_date = dim_dates.date_day
    where fct_purchases.is_kept
    group by fct_purchases.customer_id

),

totals as (

    select
        people.segment_id,
        people.persona_code,
        count(*) as customers,
        sum(activity.visit_days) as visit_days,
        sum(activity.weekend_visit_days) as weekend_visit_days,
        sum(purchases.purchases) as purchases,
        sum(purchases.weekend_purchases) as weekend_purchases,
        sum(activity.net_spend) as net_spend,
        sum(activity.weekend_spend) as weekend_spend
    from people
    inner join activity on people.customer_id = activity.customer_id
    left join purchases on people.customer_id = purchases.customer_id
    group by people.segment_id, people.persona_code

)

select
    coalesce(persona_code, segment_id) as persona,
    customers,
    cast(100.0 * weekend_visit_days / nullif(visit_days, 0) as decimal(18, 1))
        as weekend_visits,
    cast(100.0 * weekend_spend / nullif(net_spend, 0) as decimal(18, 1))
        as weekend_spend,
    cast(weekend_spend / nullif(weekend_purchases, 0) as decimal(18, 2))
        as weekend_basket,
    cast(
        (net_spend - weekend_spend) / nullif(purchases - weekend_purchases, 0)
        as decimal(18, 2)
    ) as weekday_basket
from totals
order by
    coalesce(1.0 * weekend_visit_days / nullif(visit_days, 0), -1) desc,
    segment_id asc
