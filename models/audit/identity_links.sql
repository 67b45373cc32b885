-- Every link between two records that the evidence suggested, with what was decided and why. Records that share an e-mail, a phone number or a
-- registered CPF are each paired with the first of them: pairing all with all would square a kiosk's customers.
with

people as (

    select * from {{ ref('identity_people') }}

),

-- identifiers that are no record themselves, and the records that share one
shared as (

    select
        pairs.identifier_type,
        pairs.right_type as shared_type,
        pairs.right_key as shared_key,
        pairs.left_type as source_system,
        pairs.left_key as source_record_id
    from {{ ref('identity_pairs') }} as pairs
    where
        pairs.right_type in ('email', 'phone')
        and pairs.left_type <> 'email'

    union all

    select
        'registered_cpf' as identifier_type,
        'pos_cpf' as shared_type,
        accounts.cpf_key as shared_key,
        accounts.source_system,
        accounts.source_record_id
    from {{ ref('identity_accounts') }} as accounts
    where accounts.cpf_key is not null

    union all

    select 'registered_cpf' as identifier_type, 'pos_cpf' as shared_type, node_key as shared_key, node_type as source_system, node_key as source_record_id
    from people
    where node_type = 'pos_cpf' and is_seen

    union all

    select
        presence.identifier_type,
        presence.other_type as shared_type,
        presence.other_key as shared_key,
        presence.node_type as source_system,
        presence.node_key as source_record_id
    from {{ ref('identity_presence_pairs') }} as presence
    where presence.other_type in ('email', 'phone')

),

ordered as (

    select
        shared.*,
        row_number() over (
            partition by shared_type, shared_key order by case when identifier_type = 'device' then 1 else 0 end, source_system desc, source_record_id
        ) as position
    from shared

),

paired as (

    select
        firsts.source_system as source_system_a,
        firsts.source_record_id as source_record_id_a,
        others.source_system as source_system_b,
        others.source_record_id as source_record_id_b,
        others.identifier_type,
        others.shared_type,
        others.shared_key
    from ordered as firsts
    inner join ordered as others
        on
            firsts.shared_type = others.shared_type
            and firsts.shared_key = others.shared_key
            and firsts.position = 1
            and others.position > 1

    union all

    -- records that were seen together
    select left_type, left_key, right_type, right_key, identifier_type, left_type as shared_type, left_key as shared_key
    from {{ ref('identity_pairs') }}
    where identifier_type in ('card', 'till_cpf')

    union all

    select node_type, node_key, other_type, other_key, identifier_type, node_type as shared_type, node_key as shared_key
    from {{ ref('identity_presence_pairs') }}
    where other_type = 'loyalty' and other_key is not null

)

select
    paired.source_system_a,
    paired.source_record_id_a,
    paired.source_system_b,
    paired.source_record_id_b,
    paired.identifier_type,
    paired.shared_key as identifier_key,
    coalesce(shared.level, 'person') as level,
    case when people_a.customer_id = people_b.customer_id then 'accepted' else 'refused' end as decision,
    case
        when people_a.customer_id = people_b.customer_id then 'shared_' || paired.identifier_type
        else coalesce(shared.reason, 'two_cpfs')
    end as reason
from paired
left join people as people_a on paired.source_system_a = people_a.node_type and paired.source_record_id_a = people_a.node_key
left join people as people_b on paired.source_system_b = people_b.node_type and paired.source_record_id_b = people_b.node_key
left join people as shared on paired.shared_type = shared.node_type and paired.shared_key = shared.node_key
