{# The select of those tombstones whose identifiers or ids are not among what this erasure has found so far. #}
{% macro erased_elsewhere() %}
    select erased.node_type, erased.tombstone
    from {{ relation_of('erased_identifiers') }} as erased
    where not exists (
        select 1 from {{ erased_now() }} as erased_now where erased_now.node_type = erased.node_type and erased_now.tombstone = erased.tombstone
    )
{% endmacro %}
