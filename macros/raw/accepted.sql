{# The accepted rows of a staging model: what every stage after it reads. #}
{% macro accepted(model_name) -%}
    (select * from {{ ref(model_name) }} where verdict = 'accepted')
{%- endmacro %}
