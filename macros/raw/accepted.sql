{#
    The accepted rows of a staging model: what every stage after it reads.

    With the var `as_of_date` the whole warehouse stands as it stood on that day, so later events are cut off here, once, and cannot leak into
    anything: neither into features nor into the links between people's records. Whoever asked to be erased is gone from the rows by then; only identity, which must
    find them first, reads them `before_erasure`.
#}
{% macro accepted(model_name, before_erasure=false) -%}
    (
        select * from {{ ref(model_name) if before_erasure else after_erasure(model_name) }}
        where verdict = 'accepted'
        {%- if var('as_of_date') is not none %} and (event_day is null or event_day <= cast('{{ var("as_of_date") }}' as date)){% endif %}
    )
{%- endmacro %}
