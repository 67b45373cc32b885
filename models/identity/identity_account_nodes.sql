-- Accounts by the numbers of their identifiers, with what tells them apart.
with

nodes as (

    select * from {{ ref('identity_nodes') }}

)

select
    own.node_id,
    own.node_type,
    cpfs.node_id as cpf_id,
    emails.node_id as email_id,
    phones.node_id as phone_id,
    accounts.birth_date,
    accounts.gender,
    accounts.name_start,
    accounts.last_name_key,
    accounts.postal_key,
    accounts.first_loaded_at
from {{ ref('identity_accounts') }} as accounts
inner join nodes as own
    on
        accounts.source_system = own.node_type
        and accounts.source_record_id = own.node_key
left join nodes as cpfs
    on cpfs.node_type = 'pos_cpf' and accounts.cpf_key = cpfs.node_key
left join nodes as emails
    on emails.node_type = 'email' and accounts.email_key = emails.node_key
left join nodes as phones
    on phones.node_type = 'phone' and accounts.phone_key = phones.node_key
