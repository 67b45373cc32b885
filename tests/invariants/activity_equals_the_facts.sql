-- Segmentation sees of a person what the facts say up to the as-of day, no more and no
-- less. A row is a person for whom customer_activity and the facts differ, and by what.
with

as_of as (

    select as_of_date from {{ ref('as_of') }}

),

purchase_days as (

    select
        bought.customer_id,
        bought.purchase_date,
        sum(case when bought.is_kept then 1 else 0 end) as purchases,
        sum(bought.net_amount) as net_spend
    from {{ ref('fct_purchases') }} as bought
    inner join as_of on bought.purchase_date <= as_of.as_of_date
    group by bought.customer_id, bought.purchase_date

),

differences as (

    select
        customer_id,
        purchases,
        case when purchases > 0 then 1 else 0 end as purchase_days,
        net_spend,
        0 as visit_days,
        0 as viewing_minutes
    from purchase_days

    union all

    select
        visits.customer_id,
        0 as purchases,
        0 as purchase_days,
        0 as net_spend,
        1 as visit_days,
        0 as viewing_minutes
    from {{ ref('fct_visits') }} as visits
    inner join as_of on visits.visit_date <= as_of.as_of_date

    union all

    select
        viewing.customer_id,
        0 as purchases,
        0 as purchase_days,
        0 as net_spend,
        0 as visit_days,
        viewing.minutes as viewing_minutes
    from {{ ref('fct_viewing') }} as viewing
    inner join as_of on viewing.viewing_date <= as_of.as_of_date

    union all

    select
        customer_id,
        -purchases as purchases,
        -purchase_days as purchase_days,
        -net_spend as net_spend,
        -visit_days as visit_days,
        -viewing_minutes as viewing_minutes
    from {{ ref('customer_activity') }}

)

select
    customer_id,
    sum(purchases) as missing_purchases,
    sum(purchase_days) as missing_purchase_days,
    sum(net_spend) as missing_net_spend,
    sum(visit_days) as missing_visit_days,
    sum(viewing_minutes) as missing_viewing_minutes
from differences
where customer_id is not null
group by customer_id
having
    sum(purchases) <> 0
    or sum(purchase_days) <> 0
    or sum(net_spend) <> 0
    or sum(visit_days) <> 0
    or sum(viewing_minutes) <> 0
