{#
    The columns of customer_activity that a segment is described by, beside those of customer_segments.
    Every measure that the seed persona_rules names must be here or there; a test says so.
#}
{% macro activity_profile_measures() %}
    {{ return([
        'visit_days', 'dwell_minutes', 'purchases', 'stores', 'categories', 'app_events', 'coupon_redemptions',
        'active_packages', 'viewing_minutes', 'tenure_days', 'days_since_last_activity',
    ]) }}
{% endmacro %}
