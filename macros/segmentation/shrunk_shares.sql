{# The shares of the seed shrunk_shares, which are columns of customer_segments. #}
{% macro shrunk_shares() %}
    {% set shares = [] %}
    {% for measure in segment_profile_measures() if measure.endswith('_share') and measure != 'weekday_share' %}
        {% do shares.append(measure) %}
    {% endfor %}
    {{ return(shares) }}
{% endmacro %}
