{#
    Chi-square, one degree of freedom, of the controls against how many were to be expected, each person by the share that they were drawn with. Far from 0, something gave
    the arms out otherwise than by chance and no uplift can be believed. 3.841 is passed once in twenty times by chance, 10.828 once in a thousand.
#}
{% macro ratio_mismatch(controls, expected, variance) -%}
    power({{ controls }} - {{ expected }}, 2) / nullif({{ variance }}, 0)
{%- endmacro %}
