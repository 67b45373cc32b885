-- Whose each identifier value is, as the evidence says: the erasure finds people here
-- and then takes them out. Everybody else reads identity_people.
with

named as (

    select
        identifiers.node_id,
        identifiers.level,
        identifiers.reason,
        case when identifiers.level = 'person' then persons.customer_id end
            as customer_id
    from {{ ref('identity_identifiers') }} as identifiers
    inner join {{ ref('identity_groups') }} as labels
        on identifiers.node_id = labels.node_id
    left join {{ ref('identity_persons') }} as persons
        on labels.label = persons.label

    union all

    select node_id, level, reason, customer_id from {{ ref('identity_presence') }}

)

select
    nodes.node_id,
    nodes.node_type,
    nodes.node_key,
    named.level,
    named.reason,
    named.customer_id,
    nodes.is_seen,
    nodes.first_loaded_at
from named
inner join {{ ref('identity_nodes') }} as nodes on named.node_id = nodes.node_id
