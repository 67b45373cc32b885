{#
    Where the identifiers and ids stand that an erasure has found in tables (`node_type`, `node_key`, its `tombstone`, and `node_id` where identity numbers it), for as
    long as it lasts: hashing every row for every statement would take longer than all of identity.
#}
{% macro erased_now() %}
    {{ return(api.Relation.create(
        database=relation_of('erased_identifiers').database, schema=relation_of('erased_identifiers').schema, identifier='erased_now'
    )) }}
{% endmacro %}
