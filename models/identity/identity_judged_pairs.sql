-- Each pair of identifiers with the first reason that speaks against joining them; null
-- where none does.
with

nodes as (

    select
        identifiers.node_id,
        identifiers.reason,
        identifiers.accounts,
        identifiers.cpfs,
        identifiers.linked_records,
        accounts.cpf_id,
        accounts.gender
    from {{ ref('identity_identifiers') }} as identifiers
    left join {{ ref('identity_account_nodes') }} as accounts
        on identifiers.node_id = accounts.node_id

),

-- how often a CPF's best member gives it; to have registered it counts for two times
cpfs as (

    select
        right_id as node_id,
        max(
            case when identifier_type = 'till_cpf' then sightings else 2 end
        ) as most_sightings
    from {{ ref('identity_pairs') }}
    where
        right_type = 'pos_cpf'
        and left_type = 'loyalty'
        and identifier_type in ('till_cpf', 'registered_cpf')
    group by right_id

)

select
    pairs.left_id,
    pairs.right_id,
    pairs.identifier_type,
    pairs.sightings,
    pairs.first_loaded_at,
    policy.priority,
    case
        when left_node.reason is not null then left_node.reason
        when right_node.reason is not null then right_node.reason
        -- an account that a cashier lends to everybody keeps what it registered itself
        when
            pairs.identifier_type in ('card', 'till_cpf')
            and greatest(left_node.linked_records, right_node.linked_records)
            > policy.max_records
            then 'too_many_records'
        when pairs.identifier_type = 'till_cpf' and left_node.cpf_id <> pairs.right_id
            then 'two_cpfs'
        when pairs.identifier_type = 'till_cpf' and left_node.cpf_id is null
            then case
                when left_node.cpfs > 1 then 'several_cpfs_at_the_till'
                -- a spouse's CPF, given once, or a friend's membership
                when pairs.sightings < cpfs.most_sightings then 'somebody_elses_cpf'
            end
        -- the rest speaks for and against accounts that merely look like one person's
        when pairs.identifier_type <> 'probable' then null
        when left_node.cpf_id <> right_node.cpf_id then 'two_cpfs'
        when left_node.gender <> right_node.gender then 'incompatible_genders'
        when left_node.accounts > policy.max_accounts then 'too_many_accounts'
        when right_node.accounts > policy.max_accounts then 'too_many_accounts'
    end as reason
from {{ ref('identity_pairs') }} as pairs
inner join nodes as left_node on pairs.left_id = left_node.node_id
inner join nodes as right_node on pairs.right_id = right_node.node_id
left join cpfs on pairs.right_id = cpfs.node_id
inner join {{ ref('identifier_policy') }} as policy
    on pairs.identifier_type = policy.identifier_type
