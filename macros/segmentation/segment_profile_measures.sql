{# The columns of customer_segments that a segment is described by. #}
{% macro segment_profile_measures() %}
    {{ return([
        'recency_days', 'frequency', 'monetary', 'average_basket', 'weekend_share', 'weekday_share', 'holiday_share',
        'morning_share', 'lunch_share', 'afternoon_share', 'evening_share', 'luxury_share', 'offer_share',
    ]) }}
{% endmacro %}
