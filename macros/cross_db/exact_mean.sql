{#
    The mean of a group, the same to the last bit in whatever order the rows come: decimals are summed exactly, where
    doubles would be rounded along the way. The sum is divided as a double, since Redshift and BigQuery give the mean of decimals
    no more digits than these have, and Redshift that of integers none.
#}
{% macro exact_mean(expression) -%}
    cast(sum(cast({{ expression }} as decimal(28, 9))) as {{ type_double() }}) / nullif(count({{ expression }}), 0)
{%- endmacro %}
