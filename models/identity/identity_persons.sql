-- Label → customer_id. The id comes from the identifier that was loaded first, so that
-- later records never change it; of several loaded at once, from the one that is most
-- surely a person's own. An identifier that turned out to be shared still lends its
-- name to whom it was first seen with: that others use it, too, makes nobody another.
{%- set by_trust = "case nodes.node_type when 'loyalty' then 1 when 'pos_cpf' then 2"
    ~ " when 'streaming' then 3 when 'pos_card' then 4 when 'email' then 5 else 6 end" %}

with

identifiers as (

    select
        identifiers.node_id,
        identifiers.level,
        nodes.first_loaded_at,
        {{ by_trust }} as trust_rank,
        identity_groups.label
    from {{ ref('identity_identifiers') }} as identifiers
    inner join {{ ref('identity_nodes') }} as nodes
        on identifiers.node_id = nodes.node_id
    inner join {{ ref('identity_groups') }} as identity_groups
        on identifiers.node_id = identity_groups.node_id

),

first_company as (

    select
        company.node_id,
        others.label,
        row_number() over (
            partition by company.node_id
            order by company.first_loaded_at, others.trust_rank, others.node_id
        ) as position
    from {{ ref('identity_company') }} as company
    inner join identifiers as own on company.node_id = own.node_id
    inner join identifiers as others on company.other_id = others.node_id
    where own.level <> 'person' and others.level = 'person'

),

namesakes as (

    select label, node_id, first_loaded_at, trust_rank
    from identifiers
    where level = 'person'

    union all

    select
        first_company.label,
        identifiers.node_id,
        identifiers.first_loaded_at,
        identifiers.trust_rank
    from first_company
    inner join identifiers on first_company.node_id = identifiers.node_id
    where first_company.position = 1

),

ranked as (

    select
        label,
        node_id,
        first_loaded_at,
        row_number() over (
            partition by label order by first_loaded_at, trust_rank, node_id
        ) as position
    from namesakes

)

select
    ranked.label,
    {{ short_id("'customer ' || " ~ node_hash('nodes')) }} as customer_id,
    ranked.first_loaded_at
from ranked
inner join {{ ref('identity_nodes') }} as nodes on ranked.node_id = nodes.node_id
where ranked.position = 1
