-- The packages that each person has or has had, and had at each cut-off of those that
-- are learnt from, and what they watched of them in the stretch before it.
with

cutoffs as (

    select * from {{ ref('propensity_cutoffs') }}

),

taught as (

    select customer_id from {{ ref('propensity_taught') }}

),

subscriptions as (

    select
        customer_id,
        package_code,
        {{ local_date('started_at') }} as started_on,
        {{ local_date('cancelled_at') }} as cancelled_on
    from {{ ref('fct_package_subscriptions') }}
    where customer_id is not null

),

held as (

    select
        subscriptions.customer_id,
        subscriptions.package_code,
        cutoffs.cutoff_number,
        cutoffs.cutoff_date,
        max(
            case
                when coalesce(
                    subscriptions.cancelled_on > cutoffs.cutoff_date, true
                ) then 1
                else 0
            end
        ) as is_held,
        min(subscriptions.started_on) as first_started_on,
        max(subscriptions.started_on) as last_started_on
    from subscriptions
    inner join cutoffs on subscriptions.started_on <= cutoffs.cutoff_date
    where
        cutoffs.cutoff_number = 0
        or subscriptions.customer_id in (select taught.customer_id from taught)
    group by
        subscriptions.customer_id,
        subscriptions.package_code,
        cutoffs.cutoff_number,
        cutoffs.cutoff_date

),

watched as (

    select
        viewing.customer_id,
        viewing.package_code,
        cutoffs.cutoff_number,
        sum(viewing.minutes) as minutes
    from {{ ref('fct_viewing') }} as viewing
    inner join cutoffs
        on
            viewing.viewing_date <= cutoffs.cutoff_date
            and {{ days_between('viewing.viewing_date', 'cutoffs.cutoff_date') }}
            < cutoffs.step_days
    where
        viewing.customer_id is not null
        and (
            cutoffs.cutoff_number = 0
            or viewing.customer_id in (select taught.customer_id from taught)
        )
    group by viewing.customer_id, viewing.package_code, cutoffs.cutoff_number

)

select
    held.customer_id,
    held.package_code,
    cast(held.cutoff_number as {{ dbt.type_int() }}) as cutoff_number,
    held.is_held = 1 as is_held,
    {{ days_between('held.first_started_on', 'held.cutoff_date') }}
        as days_since_first_taken,
    {{ days_between('held.last_started_on', 'held.cutoff_date') }} as days_since_taken,
    {{ amount_or_zero('watched.minutes') }} as recent_minutes
from held
left join watched
    on
        held.customer_id = watched.customer_id
        and held.package_code = watched.package_code
        and held.cutoff_number = watched.cutoff_number
