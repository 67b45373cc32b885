{# Stops the build on a var that cannot be right, naming the var and its value. #}
{% macro check_vars() %}
    {% if execute %}
        {% set messages = [] %}
        {% set as_of_date = var('as_of_date') %}
        {% if as_of_date is not none and not is_iso_date(as_of_date) %}
            {% do messages.append("var as_of_date: '" ~ as_of_date ~ "' is not a date; write it as 2025-12-31") %}
        {% endif %}
        {% if var('timezone') not in modules.pytz.all_timezones_set %}
            {% do messages.append("var timezone: '" ~ var('timezone') ~ "' is not a time zone; use an IANA name such as America/Sao_Paulo") %}
        {% endif %}
        {% if messages %}{% do stop_build(messages) %}{% endif %}
    {% endif %}
{% endmacro %}

{# True for a day that exists, written yyyy-mm-dd. #}
{% macro is_iso_date(text) %}
    {% set parts = modules.re.match('^(\d{4})-(\d{2})-(\d{2})$', text | string) %}
    {% if not parts %}{{ return(false) }}{% endif %}
    {% set year, month, day = parts.group(1) | int, parts.group(2) | int, parts.group(3) | int %}
    {% if not (1990 <= year < 2100 and 1 <= month <= 12) %}{{ return(false) }}{% endif %}
    {% set first = modules.datetime.date(year, month, 1) %}
    {{ return((first + modules.datetime.timedelta(days=day - 1)).month == month and day >= 1) }}
{% endmacro %}
