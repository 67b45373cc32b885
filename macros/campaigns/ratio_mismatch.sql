{#
    Chi-square, one degree of freedom, of two arms' sizes against the share of controls that was asked for. Far from 0, something gave the arms
    out otherwise than by chance and no uplift can be believed. 3.841 is passed once in twenty times by chance, 10.828 once in a thousand.
#}
{% macro ratio_mismatch(treated, controls, control_share) -%}
    {%- set people = '(' ~ treated ~ ' + ' ~ controls ~ ')' -%}
    {%- set apart = '(' ~ controls ~ ' - ' ~ people ~ ' * ' ~ control_share ~ ')' -%}
    {{ apart }} * {{ apart }}
    / nullif({{ people }} * {{ control_share }} * (1 - {{ control_share }}), 0)
{%- endmacro %}
