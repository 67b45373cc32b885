-- Base measures of every person with any activity: counts and sums only, so that
-- shares and scores can be formed, and checked, downstream.
with

spans as (

    select
        customer_id,
        min(first_date) as first_activity_date,
        max(last_date) as last_activity_date
    from (
        {% for channel in ['purchases', 'visits', 'app', 'streaming'] -%}
        select customer_id, first_date, last_date from {{ ref('activity_' ~ channel) }}
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
    {{ days_between('spans.first_activity_date', 'as_of.as_of_date') }} as tenure_days,
    {{ days_between('spans.last_activity_date', 'as_of.as_of_date') }}
        as days_since_last_activity,
    {{ days_between('visits.last_date', 'as_of.as_of_date') }} as days_since_last_visit,
    {% for measure in [
        'purchase_days', 'purchases', 'offer_purchases', 'stores', 'categories'
    ] -%}
    {{ count_or_zero('purchases.' ~ measure) }} as {{ measure }},
    {% endfor -%}
    {% for measure in [
        'net_spend', 'gross_spend', 'discount_amount', 'luxury_spend', 'weekend_spend'
    ] -%}
    {{ amount_or_zero('purchases.' ~ measure) }} as {{ measure }},
    {% endfor -%}
    {% for measure in [
        'visit_days', 'weekend_visit_days', 'holiday_visit_days', 'morning_visit_days',
        'lunch_visit_days', 'afternoon_visit_days', 'evening_visit_days',
    ] -%}
    {{ count_or_zero('visits.' ~ measure) }} as {{ measure }},
    {% endfor -%}
    {{ amount_or_zero('visits.dwell_minutes') }} as dwell_minutes,
    {{ count_or_zero('app.app_events') }} as app_events,
    {{ count_or_zero('app.coupon_redemptions') }} as coupon_redemptions,
    {{ count_or_zero('streaming.active_packages') }} as active_packages,
    {{ count_or_zero('streaming.viewing_days') }} as viewing_days,
    {{ amount_or_zero('streaming.viewing_minutes') }} as viewing_minutes
from spans
cross join {{ ref('as_of') }} as as_of
left join {{ ref('activity_purchases') }} as purchases
    on spans.customer_id = purchases.customer_id
left join {{ ref('activity_visits') }} as visits
    on spans.customer_id = visits.customer_id
left join {{ ref('activity_app') }} as app on spans.customer_id = app.customer_id
left join {{ ref('activity_streaming') }} as streaming
    on spans.customer_id = streaming.customer_id
