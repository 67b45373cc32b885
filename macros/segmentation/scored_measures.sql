{# All that a route or a feature may name: the measures of customer_segments, the scores, and customer_activity's. #}
{% macro scored_measures() %}
    {{ return(segment_profile_measures() + ['r_score', 'f_score', 'm_score'] + activity_measures()) }}
{% endmacro %}
