-- Identifier values that are no record themselves (e-mails, phone numbers, registered
-- CPFs), and the records that share each, the first of them marked: pairing all with
-- all would square a kiosk's customers.
with

shared as (

    select identifier_type, right_id as shared_id, left_id as record_id
    from {{ ref('identity_pairs') }}
    where right_type in ('email', 'phone') and left_type <> 'email'

    union all

    select
        'registered_cpf' as identifier_type,
        cpf_id as shared_id,
        node_id as record_id
    from {{ ref('identity_account_nodes') }}
    where cpf_id is not null

    union all

    select
        'registered_cpf' as identifier_type,
        node_id as shared_id,
        node_id as record_id
    from {{ ref('identity_people') }}
    where node_type = 'pos_cpf' and is_seen

    union all

    select identifier_type, other_id as shared_id, node_id as record_id
    from {{ ref('identity_presence_pairs') }}
    where other_type in ('email', 'phone') and other_id is not null

)

select
    shared.*,
    row_number() over (
        partition by shared.shared_id
        order by
            case when shared.identifier_type = 'device' then 1 else 0 end asc,
            records.node_type desc,
            records.node_key asc
    ) as position
from shared
inner join {{ ref('identity_people') }} as records on shared.record_id = records.node_id
