{# Stops the build on a var that cannot be right, or that nobody asks for, naming the var and its value. #}
{% macro check_vars() %}
    {% if execute %}
        {% set messages = [] %}
        {% set known = [
            'as_of_date', 'known_at', 'timezone', 'mall_name', 'both_systems_tolerance_minutes', 'probable_links', 'probable_link_threshold', 'refit', 'refit_after_days',
            'min_cell_size', 'min_audience_size', 'min_pair_support', 'max_basket_items', 'false_discovery_rate', 'max_rule_items', 'recommendations_per_person',
            'recommendation_test_days', 'lint',
        ] %}
        {% for name in invocation_args_dict.vars | default({}) if name not in known %}
            {% do messages.append("var " ~ name ~ ": there is no such var; there are " ~ known[:-1] | join(', ') ~ "; one of your own goes into macros/config/check_vars.sql") %}
        {% endfor %}
        {% for name in ['as_of_date', 'known_at'] if var(name) is not none and not is_iso_date(var(name)) %}
            {% do messages.append("var " ~ name ~ ": '" ~ var(name) ~ "' is not a date; write it as 2025-12-31") %}
        {% endfor %}
        {% if var('timezone') not in modules.pytz.all_timezones_set %}
            {% do messages.append("var timezone: '" ~ var('timezone') ~ "' is not a time zone; use an IANA name such as America/Sao_Paulo") %}
        {% endif %}
        {% if var('mall_name') is not none and var('mall_name') is not string %}
            {% do messages.append("var mall_name: '" ~ var('mall_name') ~ "' is not a name; write it as 'Shopping Aurora'") %}
        {% endif %}
        {% if var('both_systems_tolerance_minutes') is not number or var('both_systems_tolerance_minutes') < 0 %}
            {% do messages.append("var both_systems_tolerance_minutes: '" ~ var('both_systems_tolerance_minutes') ~ "' is not a number of minutes; write it as 5") %}
        {% endif %}
        {% set threshold = var('probable_link_threshold') %}
        {% if threshold is not number or not 0 < threshold < 1 %}
            {% do messages.append("var probable_link_threshold: '" ~ threshold ~ "' is not a probability between 0 and 1; write it as 0.93") %}
        {% endif %}
        {% if var('refit') is not boolean %}
            {% do messages.append("var refit: '" ~ var('refit') ~ "' is neither true nor false; write it as true") %}
        {% endif %}
        {% set days = var('refit_after_days') %}
        {% if days is not none and (days is not integer or days < 1) %}
            {% do messages.append("var refit_after_days: '" ~ days ~ "' is not a number of days; write it as 90, or null for never") %}
        {% endif %}
        {% for name, least, example in [
            ('min_cell_size', 1, 5), ('min_audience_size', 1, 30), ('max_basket_items', 2, 30), ('max_rule_items', 2, 4), ('recommendations_per_person', 1, 5),
            ('recommendation_test_days', 1, 90),
        ] if var(name) is not integer or var(name) is boolean or var(name) < least %}
            {% do messages.append("var " ~ name ~ ": '" ~ var(name) ~ "' is not a whole number from " ~ least ~ " on; write it as " ~ example) %}
        {% endfor %}
        {% for name, example in [('min_pair_support', 0.001), ('false_discovery_rate', 0.05)] if var(name) is not number or not 0 < var(name) < 1 %}
            {% do messages.append("var " ~ name ~ ": '" ~ var(name) ~ "' is not a share between 0 and 1; write it as " ~ example) %}
        {% endfor %}
        {% if messages %}{% do stop_build(messages) %}{% endif %}
    {% endif %}
{% endmacro %}
