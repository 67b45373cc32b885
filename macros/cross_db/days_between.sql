{# Whole days from one local day to another. #}
{% macro days_between(first_day, last_day) -%}
    cast({{ dbt.datediff(first_day, last_day, 'day') }} as {{ dbt.type_int() }})
{%- endmacro %}
