-- Whose each identifier value is, as the evidence says: the erasure finds people here
-- and then takes them out. Everybody else reads identity_people.
select
    identifiers.node_type,
    identifiers.node_key,
    identifiers.level,
    identifiers.reason,
    case when identifiers.level = 'person' then persons.customer_id end as customer_id,
    nodes.is_seen,
    nodes.first_loaded_at
from {{ ref('identity_identifiers') }} as identifiers
inner join {{ ref('identity_nodes') }} as nodes
    on identifiers.node_id = nodes.node_id
inner join {{ ref('identity_groups') }} as labels
    on identifiers.node_id = labels.node_id
left join {{ ref('identity_persons') }} as persons
    on labels.label = persons.label

union all

select
    node_type,
    node_key,
    level,
    reason,
    customer_id,
    true as is_seen,
    first_loaded_at
from {{ ref('identity_presence') }}
