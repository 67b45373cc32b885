{# What stands for the raw text of a row of which a person was erased: a JSON object of nothing. #}
{% macro nothing_left() -%}
    {}
{%- endmacro %}
