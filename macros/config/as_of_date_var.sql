{# The var `as_of_date` as a SQL date, null where it is not set. #}
{% macro as_of_date_var() -%}
    cast({% if var('as_of_date') is none %}null{% else %}'{{ var("as_of_date") }}'{% endif %} as date)
{%- endmacro %}
