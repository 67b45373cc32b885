-- Identifier values that are no record themselves (e-mails, phone numbers, registered
-- CPFs), and the records that share each, the first of them marked: pairing all with
-- all would square a kiosk's customers.
with

people as (

    select * from {{ ref('identity_people') }}

),

shared as (

    select
        identifier_type,
        right_type as shared_type,
        right_key as shared_key,
        left_type as source_system,
        left_key as source_record_id
    from {{ ref('identity_pairs') }}
    where right_type in ('email', 'phone') and left_type <> 'email'

    union all

    select
        'registered_cpf' as identifier_type,
        'pos_cpf' as shared_type,
        cpf_key as shared_key,
        source_system,
        source_record_id
    from {{ ref('identity_accounts') }}
    where cpf_key is not null

    union all

    select
        'registered_cpf' as identifier_type,
        'pos_cpf' as shared_type,
        node_key as shared_key,
        node_type as source_system,
        node_key as source_record_id
    from people
    where node_type = 'pos_cpf' and is_seen

    union all

    select
        identifier_type,
        other_type as shared_type,
        other_key as shared_key,
        node_type as source_system,
        node_key as source_record_id
    from {{ ref('identity_presence_pairs') }}
    where other_type in ('email', 'phone') and other_key is not null

)

select
    *,
    row_number() over (
        partition by shared_type, shared_key
        order by
            case when identifier_type = 'device' then 1 else 0 end asc,
            source_system desc,
            source_record_id asc
    ) as position
from shared
