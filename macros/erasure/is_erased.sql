{# True where a column holds an identifier, or an id, of somebody who was erased. #}
{% macro is_erased(relation, column, node_type) -%}
    {{ column }} in (
        select known.value
        from (select distinct {{ column }} as value from {{ relation }} where {{ column }} is not null) as known
        inner join {{ relation_of('erased_identifiers') }} as erased
            on erased.node_type = '{{ node_type }}' and erased.tombstone = {{ tombstone('known.value') }}
    )
{%- endmacro %}
