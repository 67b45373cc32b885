-- What each person subscribed to and watched up to the as-of day.
with

as_of as (

    select as_of_date from {{ ref('as_of') }}

),

subscriptions as (

    select
        subscriptions.customer_id,
        min({{ local_date('subscriptions.started_at') }}) as first_date,
        max({{ local_date('subscriptions.started_at') }}) as last_date,
        count(
            distinct case
                when subscriptions.is_active then subscriptions.package_code
            end
        ) as active_packages
    from {{ ref('fct_package_subscriptions') }} as subscriptions
    cross join as_of
    where {{ local_date('subscriptions.started_at') }} <= as_of.as_of_date
    group by subscriptions.customer_id

),

viewing as (

    select
        viewing.customer_id,
        min(viewing.viewing_date) as first_date,
        max(viewing.viewing_date) as last_date,
        count(distinct viewing.viewing_date) as viewing_days,
        sum(viewing.minutes) as viewing_minutes
    from {{ ref('fct_viewing') }} as viewing
    cross join as_of
    where viewing.viewing_date <= as_of.as_of_date
    group by viewing.customer_id

)

select
    coalesce(subscriptions.customer_id, viewing.customer_id) as customer_id,
    least(
        coalesce(subscriptions.first_date, viewing.first_date),
        coalesce(viewing.first_date, subscriptions.first_date)
    ) as first_date,
    greatest(
        coalesce(subscriptions.last_date, viewing.last_date),
        coalesce(viewing.last_date, subscriptions.last_date)
    ) as last_date,
    subscriptions.active_packages,
    viewing.viewing_days,
    viewing.viewing_minutes
from subscriptions
full outer join viewing on subscriptions.customer_id = viewing.customer_id
where coalesce(subscriptions.customer_id, viewing.customer_id) is not null
