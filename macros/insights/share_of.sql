{# One count as a part of another, as a double: both are whole numbers, so the same quotient on every engine. Null where there is nothing to be part of. #}
{% macro share_of(part, whole) -%}
    (cast({{ part }} as {{ type_double() }}) / nullif(cast({{ whole }} as {{ type_double() }}), 0))
{%- endmacro %}
