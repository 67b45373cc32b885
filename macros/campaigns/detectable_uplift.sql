{#
    The smallest difference between two arms that is found four times in five (power 0.8, two-sided 5 %), if the expected share holds in both: the z-values
    1.959964 and 0.841621 times the standard error. Null where an arm is empty.
#}
{% macro detectable_uplift(expected_rate, treated, controls) -%}
    2.801585 * sqrt(
        {{ expected_rate }} * (1 - {{ expected_rate }})
        * ({{ share_of(1, treated) }} + {{ share_of(1, controls) }})
    )
{%- endmacro %}
