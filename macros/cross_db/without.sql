{# The text without every character that the pattern names. #}
{% macro without(expression, pattern) -%}
    {{ replaced(expression, pattern, '') }}
{%- endmacro %}
