{# Compares with the operator that a seed names as text. #}
{% macro compare_by_name(left, comparison, right) -%}
    case {{ comparison }}
        {%- for operator in ['>=', '<=', '>', '<', '='] %}
        when '{{ operator }}' then {{ left }} {{ operator }} {{ right }}
        {%- endfor %}
    end
{%- endmacro %}
