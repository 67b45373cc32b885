-- Base measures of every person with any activity: counts and sums only, so that
-- shares and scores can be formed, and checked, downstream. The channels are views, so
-- each is read once.
{% set channels = ['purchases', 'visits', 'app', 'streaming'] %}
{% set counts = {
    'purchases': [
        'purchase_days', 'purchases', 'offer_purchases', 'stores', 'categories'
    ],
    'visits': [
        'visit_days', 'weekend_visit_days', 'holiday_visit_days', 'morning_visit_days',
        'lunch_visit_days', 'afternoon_visit_days', 'evening_visit_days',
    ],
    'app': ['app_events', 'coupon_redemptions'],
    'streaming': ['active_packages', 'viewing_days'],
} %}
{% set amounts = {
    'purchases': [
        'net_spend', 'gross_spend', 'discount_amount', 'luxury_spend', 'weekend_spend'
    ],
    'visits': ['dwell_minutes'],
    'app': [],
    'streaming': ['viewing_minutes'],
} %}

with

people as (

    select
        coalesce(
            purchases.customer_id,
            visits.customer_id,
            app.customer_id,
            streaming.customer_id
        ) as customer_id,
        {% for edge, name, never in [
            ('least', 'first', '9999-12-31'), ('greatest', 'last', '0001-01-01')
        ] -%}
        {{ edge }}(
            {%- for channel in channels %}
            coalesce({{ channel }}.{{ name }}_date, cast('{{ never }}' as date))
            {{- ',' if not loop.last }}
            {%- endfor %}
        ) as {{ name }}_activity_date,
        {% endfor -%}
        purchases.last_purchase_date,
        visits.last_date as last_visit_date
        {%- for channel in channels %}
        {%- for measure in counts[channel] + amounts[channel] %},
        {{ channel }}.{{ measure }}
        {%- endfor %}
        {%- endfor %}
    from {{ ref('activity_purchases') }} as purchases
    full outer join {{ ref('activity_visits') }} as visits
        on purchases.customer_id = visits.customer_id
    full outer join {{ ref('activity_app') }} as app
        on coalesce(purchases.customer_id, visits.customer_id) = app.customer_id
    full outer join {{ ref('activity_streaming') }} as streaming
        on
            coalesce(purchases.customer_id, visits.customer_id, app.customer_id)
            = streaming.customer_id

)

select
    people.customer_id,
    as_of.as_of_date,
    people.first_activity_date,
    people.last_activity_date,
    {{ days_between('people.first_activity_date', 'as_of.as_of_date') }} as tenure_days,
    {{ days_between('people.last_activity_date', 'as_of.as_of_date') }}
        as days_since_last_activity,
    {{ days_between('people.last_visit_date', 'as_of.as_of_date') }}
        as days_since_last_visit,
    people.last_purchase_date
    {%- for channel in channels %}
    {%- for measure in counts[channel] %},
    {{ count_or_zero('people.' ~ measure) }} as {{ measure }}
    {%- endfor %}
    {%- for measure in amounts[channel] %},
    {{ amount_or_zero('people.' ~ measure) }} as {{ measure }}
    {%- endfor %}
    {%- endfor %}
from people
cross join {{ ref('as_of') }} as as_of
