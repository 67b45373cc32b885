-- Each pair of identifiers with the first reason that speaks against joining them; null
-- where none does.
with

nodes as (

    select
        identifiers.node_id,
        identifiers.reason,
        identifiers.accounts,
        identifiers.linked_records,
        -- whoever registered a made-up one may well have one
        case when cpfs.reason = 'junk' then null else accounts.cpf_id end as cpf_id,
        accounts.gender
    from {{ ref('identity_identifiers') }} as identifiers
    left join {{ ref('identity_account_nodes') }} as accounts
        on identifiers.node_id = accounts.node_id
    left join {{ ref('identity_identifiers') }} as cpfs
        on accounts.cpf_id = cpfs.node_id

),

members as (

    select pairs.left_id as node_id, count(*) as cpfs
    from {{ ref('identity_pairs') }} as pairs
    inner join {{ ref('identity_identifiers') }} as cpfs
        on pairs.right_id = cpfs.node_id and cpfs.reason is null
    where pairs.identifier_type = 'till_cpf'
    group by pairs.left_id

),

-- a member who registered a CPF has as good as given it twice
holders as (

    select
        pairs.right_id,
        pairs.sightings,
        pairs.identifier_type = 'registered_cpf' as has_registered,
        accounts.name_start,
        accounts.gender,
        max(
            case
                when pairs.identifier_type = 'till_cpf' then pairs.sightings
                when pairs.left_type = 'loyalty' then 2
                else 0
            end
        ) over (partition by pairs.right_id) as most_sightings
    from {{ ref('identity_pairs') }} as pairs
    inner join {{ ref('identity_account_nodes') }} as accounts
        on pairs.left_id = accounts.node_id
    where pairs.identifier_type in ('till_cpf', 'registered_cpf')

),

-- how often its best member gives a CPF, and whether that is plainly somebody else than
-- whoever registered it or gives it as often
cpfs as (

    select
        right_id as node_id,
        max(most_sightings) as most_sightings,
        min(name_start) <> max(name_start) or min(gender) <> max(gender) as is_of_two
    from holders
    where has_registered or sightings = most_sightings
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
                when members.cpfs > 1 then 'several_cpfs_at_the_till'
                -- a spouse's CPF, given for once or always, or a friend's membership
                when pairs.sightings < cpfs.most_sightings or cpfs.is_of_two
                    then 'somebody_elses_cpf'
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
left join members on pairs.left_id = members.node_id
left join cpfs on pairs.right_id = cpfs.node_id
inner join {{ ref('identifier_policy') }} as policy
    on pairs.identifier_type = policy.identifier_type
