-- A row is a person to whom two valid CPFs were given: two people made one.
with

cpfs as (

    select people.customer_id, people.node_key as cpf_key
    from {{ ref('identity_people') }} as people
    where people.node_type = 'pos_cpf' and people.customer_id is not null

    union all

    select people.customer_id, accounts.cpf_key
    from {{ ref('identity_people') }} as people
    inner join {{ ref('identity_accounts') }} as accounts
        on people.node_type = accounts.source_system and people.node_key = accounts.source_record_id
    where accounts.cpf_key is not null

)

select customer_id, count(distinct cpf_key) as cpfs
from cpfs
group by customer_id
having count(distinct cpf_key) > 1
