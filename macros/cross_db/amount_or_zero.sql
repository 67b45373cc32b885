{# An amount with two decimals; nothing summed is 0. #}
{% macro amount_or_zero(expression) -%}
    cast(coalesce({{ expression }}, 0) as {{ money_type() }})
{%- endmacro %}
