{#
    The mean of a group, the same to the last bit in whatever order the rows come: decimals are summed exactly, where
    doubles would be rounded along the way.
#}
{% macro exact_mean(expression) -%}
    cast(avg(cast({{ expression }} as decimal(28, 9))) as {{ type_double() }})
{%- endmacro %}
