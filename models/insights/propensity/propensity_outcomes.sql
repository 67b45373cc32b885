-- What came after each cut-off whose horizon is over: packages taken and cancelled,
-- each with the days that it took, and for everybody the first day after the gap on
-- which they came to the mall. Of those that are learnt from.
with

cutoffs as (

    select
        cutoffs.cutoff_number,
        cutoffs.cutoff_date,
        targets.target,
        targets.gap_days,
        targets.gap_days + targets.horizon_days as last_day,
        targets.active_days
    from {{ ref('propensity_cutoffs') }} as cutoffs
    cross join {{ ref('propensity_targets') }} as targets
    where
        {{ days_between('cutoffs.cutoff_date', 'cutoffs.as_of_date') }}
        >= targets.gap_days + targets.horizon_days

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
    where customer_id in (select taught.customer_id from taught)

),

events as (

    select
        cutoffs.target,
        cutoffs.cutoff_number,
        subscriptions.customer_id,
        subscriptions.package_code,
        min({{ days_between('cutoffs.cutoff_date', 'subscriptions.started_on') }})
            as days_after
    from subscriptions
    inner join cutoffs
        on
            cutoffs.target = 'package_taken'
            and subscriptions.started_on > cutoffs.cutoff_date
    group by
        cutoffs.target,
        cutoffs.cutoff_number,
        subscriptions.customer_id,
        subscriptions.package_code

    union all

    select
        cutoffs.target,
        cutoffs.cutoff_number,
        subscriptions.customer_id,
        subscriptions.package_code,
        min({{ days_between('cutoffs.cutoff_date', 'subscriptions.cancelled_on') }})
            as days_after
    from subscriptions
    inner join cutoffs
        on
            cutoffs.target = 'package_cancelled'
            and subscriptions.started_on <= cutoffs.cutoff_date
            and subscriptions.cancelled_on > cutoffs.cutoff_date
    group by
        cutoffs.target,
        cutoffs.cutoff_number,
        subscriptions.customer_id,
        subscriptions.package_code

    union all

    -- the first visit after the gap: who has none in the horizon went quiet
    select
        cutoffs.target,
        cutoffs.cutoff_number,
        visits.customer_id,
        'all' as package_code,
        min({{ days_between('cutoffs.cutoff_date', 'visits.visit_date') }})
            as days_after
    from {{ ref('fct_visits') }} as visits
    inner join cutoffs
        on
            cutoffs.target = 'gone_quiet'
            and {{ days_between('cutoffs.cutoff_date', 'visits.visit_date') }}
            between cutoffs.gap_days + 1 and cutoffs.last_day
    where visits.customer_id in (select taught.customer_id from taught)
    group by cutoffs.target, cutoffs.cutoff_number, visits.customer_id

)

select
    events.target,
    cast(events.cutoff_number as {{ dbt.type_int() }}) as cutoff_number,
    events.customer_id,
    events.package_code,
    cast(events.days_after as {{ dbt.type_int() }}) as days_after
from events
inner join cutoffs
    on events.target = cutoffs.target and events.cutoff_number = cutoffs.cutoff_number
where events.days_after <= cutoffs.last_day
