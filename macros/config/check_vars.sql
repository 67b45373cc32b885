{# Stops the build on a var that cannot be right, or that nobody asks for, naming the var and its value. #}
{% macro check_vars() %}
    {% if execute %}
        {% set messages = [] %}
        {% set known = [
            'as_of_date', 'known_at', 'timezone', 'both_systems_tolerance_minutes', 'probable_links', 'probable_link_threshold', 'refit', 'refit_after_days', 'lint',
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
        {% if messages %}{% do stop_build(messages) %}{% endif %}
    {% endif %}
{% endmacro %}
