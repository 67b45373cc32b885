{#
    The value, as a double, of the measure that a seed or model row names; null where the relation has no such measure.
    An engine cannot look a column up by a name that is data.
#}
{% macro measure_by_name(relation, name, measures) -%}
    case {{ name }}
        {%- for measure in measures %}
        when '{{ measure }}' then cast({{ relation }}.{{ measure }} as {{ type_double() }})
        {%- endfor %}
    end
{%- endmacro %}
