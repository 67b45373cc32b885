{# A value as trimmed text; an empty one is a null, on every engine. #}
{% macro text(expression) -%}
    nullif(trim(cast({{ expression }} as {{ dbt.type_string() }})), '')
{%- endmacro %}
