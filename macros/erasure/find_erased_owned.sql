{#
    The select that finds, with their tombstones and numbers, the identifiers of erased people that identity numbers or a request gives, and the ids of those whose they
    are. In a build of everything that is what nearly all tombstones stand for, and it is far less than all the rows that hold it.
#}
{% macro find_erased_owned() %}
    {% set requests = relation_of('stg_mall__erasure_requests') %}
    {% set names = adapter.get_columns_in_relation(requests) | map(attribute='name') | map('lower') | list %}
    with

    numbered as (

        select nodes.node_type, nodes.node_key, erased.tombstone, nodes.node_id
        from {{ relation_of('identity_nodes') }} as nodes
        inner join {{ relation_of('erased_identifiers') }} as erased
            on nodes.node_type = erased.node_type and {{ tombstone('nodes.node_key') }} = erased.tombstone

    ),

    others as (

        select 'customer' as node_type, owners.customer_id as node_key
        from {{ relation_of('identity_owners') }} as owners
        inner join numbered on owners.node_id = numbered.node_id

        {% for column, node_type in identifier_columns().items() if column in names %}
        union distinct

        select '{{ node_type }}' as node_type, requests.{{ column }} as node_key
        from {{ requests }} as requests
        {% endfor %}

    )

    select node_type, node_key, tombstone, node_id
    from numbered

    union all

    select others.node_type, others.node_key, erased.tombstone, cast(null as {{ dbt.type_bigint() }}) as node_id
    from others
    inner join {{ relation_of('erased_identifiers') }} as erased
        on others.node_type = erased.node_type and {{ tombstone('others.node_key') }} = erased.tombstone
    where not exists (
        select 1 from numbered where numbered.node_type = others.node_type and numbered.node_key = others.node_key
    )
{% endmacro %}
