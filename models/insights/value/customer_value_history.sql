-- What each person had bought by the as-of day, and by 90 days before it with what came
-- in those 90 days: what a model of value is fitted to and checked by.
with

paid_days as (

    select
        purchases.customer_id,
        purchases.purchase_date,
        sum(purchases.net_amount) as net_amount
    from {{ ref('fct_purchases') }} as purchases
    cross join {{ ref('as_of') }} as as_of
    where
        purchases.is_kept
        and purchases.customer_id is not null
        and purchases.purchase_date <= as_of.as_of_date
    group by purchases.customer_id, purchases.purchase_date

),

fits as (

    select 'today' as fit, as_of_date as cutoff_date
    from {{ ref('as_of') }}
    where as_of_date is not null

    union all

    select
        'back_test' as fit,
        cast({{ dbt.dateadd('day', -90, 'as_of_date') }} as date) as cutoff_date
    from {{ ref('as_of') }}
    where as_of_date is not null

),

people as (

    select
        fits.fit,
        fits.cutoff_date,
        paid_days.customer_id,
        min(paid_days.purchase_date) as first_day,
        max(
            case
                when paid_days.purchase_date <= fits.cutoff_date
                    then paid_days.purchase_date
            end
        ) as last_day,
        count(
            case when paid_days.purchase_date <= fits.cutoff_date then 1 end
        ) as purchase_days,
        sum(
            case
                when paid_days.purchase_date <= fits.cutoff_date
                    then paid_days.net_amount
            end
        ) as net_spend,
        count(*) as all_days,
        sum(paid_days.net_amount) as all_spend
    from paid_days
    cross join fits
    group by fits.fit, fits.cutoff_date, paid_days.customer_id

)

select
    customer_id,
    fit,
    cutoff_date,
    {{ count_or_zero('purchase_days') }} as purchase_days,
    {{ days_between('first_day', 'last_day') }} as active_span_days,
    {{ days_between('first_day', 'cutoff_date') }} as age_days,
    {{ amount_or_zero('net_spend') }} as net_spend,
    {{ count_or_zero('all_days - purchase_days') }} as later_purchase_days,
    {{ amount_or_zero('all_spend - net_spend') }} as later_spend
from people
where purchase_days > 0
