{# True for a day that exists, written yyyy-mm-dd. #}
{% macro is_iso_date(text) %}
    {% set parts = modules.re.match('^([0-9]{4})-([0-9]{2})-([0-9]{2})$', text | string) %}
    {% if not parts %}{{ return(false) }}{% endif %}
    {% set year, month, day = parts.group(1) | int, parts.group(2) | int, parts.group(3) | int %}
    {% if not (1990 <= year < 2100 and 1 <= month <= 12) %}{{ return(false) }}{% endif %}
    {% set first = modules.datetime.date(year, month, 1) %}
    {{ return((first + modules.datetime.timedelta(days=day - 1)).month == month and day >= 1) }}
{% endmacro %}
