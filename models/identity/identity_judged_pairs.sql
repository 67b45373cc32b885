-- Each pair of identifiers with the first reason that speaks against joining them; null
-- where none does.
with

nodes as (

    select * from {{ ref('identity_identifiers') }}

),

judged as (

    select
        left_node.node_id as left_id,
        right_node.node_id as right_id,
        pairs.identifier_type,
        pairs.sightings,
        pairs.first_loaded_at,
        policy.priority,
        case
            when left_node.reason is not null then left_node.reason
            when right_node.reason is not null then right_node.reason
            when pairs.identifier_type <> 'till_cpf' then null
            when accounts.cpf_key <> pairs.right_key then 'two_cpfs'
            when accounts.cpf_key is null and left_node.cpfs > 1
                then 'several_cpfs_at_the_till'
        end as reason
    from {{ ref('identity_pairs') }} as pairs
    inner join nodes as left_node
        on pairs.left_type = left_node.node_type and pairs.left_key = left_node.node_key
    inner join nodes as right_node
        on
            pairs.right_type = right_node.node_type
            and pairs.right_key = right_node.node_key
    inner join {{ ref('identifier_policy') }} as policy
        on pairs.identifier_type = policy.identifier_type
    left join {{ ref('identity_accounts') }} as accounts
        on
            pairs.left_type = accounts.source_system
            and pairs.left_key = accounts.source_record_id

)

select * from judged
