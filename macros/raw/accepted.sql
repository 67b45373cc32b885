{#
    The accepted rows of a staging model: what every stage after it reads.

    With the var `as_of_date` the whole warehouse stands as it stood on that day, so later events are cut off here, once, and cannot leak into
    anything: neither into features nor into the links between people's records.
#}
{% macro accepted(model_name) -%}
    (
        select * from {{ ref(model_name) }}
        where verdict = 'accepted'
        {%- if var('as_of_date') is not none %} and (event_day is null or event_day <= cast('{{ var("as_of_date") }}' as date)){% endif %}
    )
{%- endmacro %}
