{# A count as an integer; nothing counted is 0. #}
{% macro count_or_zero(expression) -%}
    cast(coalesce({{ expression }}, 0) as {{ dbt.type_int() }})
{%- endmacro %}
