{#
    The numeric columns of customer_activity: what the seeds shrunk_shares, segment_routing and segment_features may name
    beside the measures of customer_segments. SQL cannot look a column up by a name that is data, so the names are here.
#}
{% macro activity_measures() %}
    {{ return([
        'tenure_days', 'days_since_last_activity', 'days_since_last_visit', 'purchase_days', 'purchases',
        'offer_purchases', 'stores', 'categories', 'net_spend', 'gross_spend', 'discount_amount', 'luxury_spend',
        'weekend_spend', 'visit_days', 'weekend_visit_days', 'holiday_visit_days', 'morning_visit_days',
        'lunch_visit_days', 'afternoon_visit_days', 'evening_visit_days', 'dwell_minutes', 'app_events',
        'coupon_redemptions', 'active_packages', 'viewing_days', 'viewing_minutes',
    ]) }}
{% endmacro %}
