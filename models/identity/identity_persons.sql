-- Label → customer_id. The id comes from the identifier that was loaded first, so that
-- later records never change it.
with

members as (

    select labels.label, nodes.node_hash, nodes.first_loaded_at
    from {{ ref('identity_labels_10') }} as labels
    inner join {{ ref('identity_nodes') }} as nodes
        on labels.node_id = nodes.node_id
    inner join {{ ref('identity_identifiers') }} as identifiers
        on labels.node_id = identifiers.node_id
    where identifiers.level = 'person'

),

ranked as (

    select
        label,
        node_hash,
        row_number() over (
            partition by label order by first_loaded_at, node_hash
        ) as position
    from members

)

select label, {{ dbt.hash("'customer ' || node_hash") }} as customer_id
from ranked
where position = 1
