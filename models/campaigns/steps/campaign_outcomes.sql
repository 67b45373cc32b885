-- What each person whom a campaign addressed did while it ran, from the day after they
-- joined it. Who left its audience meanwhile stays: people leave because they bought.
with

assigned as (

    select
        assignments.campaign_code,
        assignments.customer_id,
        assignments.arm,
        campaigns.package_code,
        campaigns.store_category,
        campaigns.starts_on,
        campaigns.ends_on,
        assignments.joined_on,
        -- a build that looks back leaves a memory from before it was kept without
        coalesce(assignments.control_share, campaigns.control_share) as control_share
    from {{ ref('campaign_assignments') }} as assignments
    inner join {{ ref('campaigns') }} as campaigns
        on assignments.campaign_code = campaigns.campaign_code
    where
        assignments.change <> 'moved'
        and (
            assignments.left_on is null or assignments.left_on >= campaigns.starts_on
        )

),

bought as (

    select
        assigned.campaign_code,
        assigned.customer_id,
        sum(purchases.net_amount) as net_amount,
        max(
            case
                when assigned.package_code is not null then 0
                when assigned.store_category is null then 1
                when stores.category = assigned.store_category then 1
                else 0
            end
        ) as converted
    from assigned
    inner join {{ ref('fct_purchases') }} as purchases
        on
            assigned.customer_id = purchases.customer_id
            and assigned.joined_on < purchases.purchase_date
            and purchases.purchase_date between assigned.starts_on and assigned.ends_on
    inner join {{ ref('dim_stores') }} as stores
        on purchases.store_id = stores.store_id
    where purchases.is_kept
    group by assigned.campaign_code, assigned.customer_id

),

subscribed as (

    select distinct assigned.campaign_code, assigned.customer_id
    from assigned
    inner join {{ ref('fct_package_subscriptions') }} as subscriptions
        on
            assigned.customer_id = subscriptions.customer_id
            and assigned.package_code = subscriptions.package_code
            and {{ local_date('subscriptions.started_at') }} > assigned.joined_on
            and {{ local_date('subscriptions.started_at') }}
            between assigned.starts_on and assigned.ends_on

)

select
    assigned.campaign_code,
    assigned.customer_id,
    assigned.arm,
    assigned.control_share,
    case
        when subscribed.customer_id is not null then 1
        else coalesce(bought.converted, 0)
    end as converted,
    case when bought.customer_id is null then 0 else 1 end as bought,
    {{ amount_or_zero('bought.net_amount') }} as net_amount
from assigned
left join bought
    on
        assigned.campaign_code = bought.campaign_code
        and assigned.customer_id = bought.customer_id
left join subscribed
    on
        assigned.campaign_code = subscribed.campaign_code
        and assigned.customer_id = subscribed.customer_id
