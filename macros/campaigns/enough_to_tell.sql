{# True where an arm of so many people at this rate converts, four times in five, at least as often as a figure must to be told (var `min_cell_size`). #}
{% macro enough_to_tell(people, rate) -%}
    {{ people }} * {{ rate }} - 0.841621 * sqrt(greatest(0, {{ people }} * {{ rate }} * (1 - {{ rate }})))
    >= {{ var('min_cell_size') }} - 0.5
{%- endmacro %}
