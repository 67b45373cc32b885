-- No person was given two valid CPFs. A row here is a person who was: two people made
-- one.
with

people as (

    select * from {{ ref('identity_people') }}

),

cpfs as (

    select customer_id, node_key as cpf_key
    from people
    where node_type = 'pos_cpf' and customer_id is not null

    union all

    select people.customer_id, accounts.cpf_key
    from people
    inner join {{ ref('identity_accounts') }} as accounts
        on
            people.node_type = accounts.source_system
            and people.node_key = accounts.source_record_id
    where
        accounts.cpf_key is not null
        and not exists (
            select 1 from {{ ref('identity_junk') }} as junk
            where junk.node_type = 'pos_cpf' and junk.node_key = accounts.cpf_key
        )

)

select customer_id, count(distinct cpf_key) as cpfs
from cpfs
group by customer_id
having count(distinct cpf_key) > 1
