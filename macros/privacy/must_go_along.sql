{#
    Whether what stands at `hiding_position` among its like, the smallest first, is withheld with those before it, which count `counted_before`: at least two are,
    that together count `min_cell_size`.
#}
{% macro must_go_along() -%}
    (hiding_position <= 2 or counted_before < {{ var('min_cell_size') }})
{%- endmacro %}
