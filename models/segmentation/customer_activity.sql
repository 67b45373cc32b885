-- Base measures of every person with any activity: counts and sums only, so that shares and scores can be formed, and checked, downstream.
with

as_of as (

    select as_of_date from {{ ref('as_of') }}

),

purchases as (

    select
        purchases.customer_id,
        min(purchases.purchase_date) as first_date,
        max(case when purchases.is_kept then purchases.purchase_date end) as last_purchase_date,
        max(purchases.purchase_date) as last_date,
        count(distinct case when purchases.is_kept then purchases.purchase_date end) as purchase_days,
        count(case when purchases.is_kept then 1 end) as purchases,
        count(case when purchases.is_kept and purchases.is_offer then 1 end) as offer_purchases,
        sum(purchases.net_amount) as net_spend,
        sum(purchases.gross_amount) as gross_spend,
        sum(purchases.discount_amount) as discount_amount,
        sum(case when stores.price_tier = 'luxury' then purchases.net_amount else 0 end) as luxury_spend,
        sum(case when {{ is_weekend('purchases.purchase_date') }} then purchases.net_amount else 0 end) as weekend_spend,
        count(distinct case when purchases.is_kept then purchases.store_id end) as stores,
        count(distinct case when purchases.is_kept then stores.category end) as categories
    from {{ ref('fct_purchases') }} as purchases
    cross join as_of
    inner join {{ ref('dim_stores') }} as stores on purchases.store_id = stores.store_id
    where purchases.customer_id is not null and purchases.purchase_date <= as_of.as_of_date
    group by purchases.customer_id

),

visits as (

    select
        visits.customer_id,
        min(visits.visit_date) as first_date,
        max(visits.visit_date) as last_date,
        count(*) as visit_days,
        count(case when visits.is_weekend then 1 end) as weekend_visit_days,
        count(case when visits.is_holiday then 1 end) as holiday_visit_days,
        {% for day_part in ['morning', 'lunch', 'afternoon', 'evening'] -%}
        count(case when visits.day_part = '{{ day_part }}' then 1 end) as {{ day_part }}_visit_days,
        {% endfor -%}
        sum(visits.dwell_minutes) as dwell_minutes
    from {{ ref('fct_visits') }} as visits
    cross join as_of
    where visits.visit_date <= as_of.as_of_date
    group by visits.customer_id

),

app as (

    select
        people.customer_id,
        min(app_events.event_date) as first_date,
        max(app_events.event_date) as last_date,
        count(*) as app_events,
        count(case when app_events.event_type = 'coupon_redeem' then 1 end) as coupon_redemptions
    from {{ accepted('stg_mall__app_events') }} as app_events
    cross join as_of
    inner join {{ ref('identity_people') }} as people
        on people.node_type = 'loyalty' and app_events.member_id = people.node_key
    where app_events.event_date <= as_of.as_of_date
    group by people.customer_id

),

subscriptions as (

    select
        subscriptions.customer_id,
        min({{ local_date('subscriptions.started_at') }}) as first_date,
        max({{ local_date('subscriptions.started_at') }}) as last_date,
        count(distinct case when subscriptions.is_active then subscriptions.package_code end) as active_packages
    from {{ ref('fct_package_subscriptions') }} as subscriptions
    cross join as_of
    where subscriptions.customer_id is not null and {{ local_date('subscriptions.started_at') }} <= as_of.as_of_date
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
    where viewing.customer_id is not null and viewing.viewing_date <= as_of.as_of_date
    group by viewing.customer_id

),

spans as (

    select customer_id, min(first_date) as first_activity_date, max(last_date) as last_activity_date
    from (
        {% for channel in ['purchases', 'visits', 'app', 'subscriptions', 'viewing'] -%}
        select customer_id, first_date, last_date from {{ channel }}
        {{ 'union all' if not loop.last }}
        {% endfor %}
    ) as channels
    group by customer_id

)

select
    spans.customer_id,
    as_of.as_of_date,
    spans.first_activity_date,
    spans.last_activity_date,
    purchases.last_purchase_date,
    cast({{ dbt.datediff('spans.first_activity_date', 'as_of.as_of_date', 'day') }} as {{ dbt.type_int() }}) as tenure_days,
    cast({{ dbt.datediff('spans.last_activity_date', 'as_of.as_of_date', 'day') }} as {{ dbt.type_int() }}) as days_since_last_activity,
    cast({{ dbt.datediff('visits.last_date', 'as_of.as_of_date', 'day') }} as {{ dbt.type_int() }}) as days_since_last_visit,
    {% for measure in ['purchase_days', 'purchases', 'offer_purchases', 'stores', 'categories'] -%}
    cast(coalesce(purchases.{{ measure }}, 0) as {{ dbt.type_int() }}) as {{ measure }},
    {% endfor -%}
    {% for measure in ['net_spend', 'gross_spend', 'discount_amount', 'luxury_spend', 'weekend_spend'] -%}
    cast(coalesce(purchases.{{ measure }}, 0) as {{ money_type() }}) as {{ measure }},
    {% endfor -%}
    {% for measure in [
        'visit_days', 'weekend_visit_days', 'holiday_visit_days', 'morning_visit_days', 'lunch_visit_days', 'afternoon_visit_days', 'evening_visit_days'
    ] -%}
    cast(coalesce(visits.{{ measure }}, 0) as {{ dbt.type_int() }}) as {{ measure }},
    {% endfor -%}
    cast(coalesce(visits.dwell_minutes, 0) as decimal(18, 2)) as dwell_minutes,
    cast(coalesce(app.app_events, 0) as {{ dbt.type_int() }}) as app_events,
    cast(coalesce(app.coupon_redemptions, 0) as {{ dbt.type_int() }}) as coupon_redemptions,
    cast(coalesce(subscriptions.active_packages, 0) as {{ dbt.type_int() }}) as active_packages,
    cast(coalesce(viewing.viewing_days, 0) as {{ dbt.type_int() }}) as viewing_days,
    cast(coalesce(viewing.viewing_minutes, 0) as decimal(18, 2)) as viewing_minutes
from spans
cross join as_of
left join purchases on spans.customer_id = purchases.customer_id
left join visits on spans.customer_id = visits.customer_id
left join app on spans.customer_id = app.customer_id
left join subscriptions on spans.customer_id = subscriptions.customer_id
left join viewing on spans.customer_id = viewing.customer_id
