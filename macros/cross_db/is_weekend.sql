{# True on Saturday and Sunday. #}
{% macro is_weekend(local_date) -%}
    {{ day_of_week(local_date) }} >= 6
{%- endmacro %}
