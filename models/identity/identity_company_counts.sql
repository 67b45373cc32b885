-- How many accounts and CPFs each identifier value was seen with, and whether the
-- accounts differ in what a person has one of: that speaks for a crowd. A CPF that
-- anybody types is nobody's, and is not counted.
with

cpfs as (

    select nodes.node_id, nodes.node_key
    from {{ ref('identity_nodes') }} as nodes
    left join {{ ref('identity_junk') }} as junk
        on nodes.node_type = junk.node_type and nodes.node_key = junk.node_key
    where nodes.node_type = 'pos_cpf' and junk.node_key is null

),

described as (

    select
        company.node_id,
        case
            when company.other_type in ('loyalty', 'streaming') then company.other_id
        end as account_id,
        case
            when company.other_type in ('loyalty', 'streaming', 'pos_card', 'pos_cpf')
                then company.other_id
        end as record_id,
        coalesce(given_cpf.node_id, registered_cpf.node_id) as cpf_id,
        accounts.birth_date,
        accounts.gender,
        accounts.name_start
    from {{ ref('identity_company') }} as company
    left join {{ ref('identity_accounts') }} as accounts
        on
            company.other_type = accounts.source_system
            and company.other_key = accounts.source_record_id
    left join cpfs as given_cpf on company.other_id = given_cpf.node_id
    left join cpfs as registered_cpf on accounts.cpf_key = registered_cpf.node_key

)

select
    node_id,
    count(distinct account_id) as accounts,
    count(distinct cpf_id) as cpfs,
    count(distinct record_id) as linked_records,
    coalesce(min(birth_date) <> max(birth_date), false) as has_two_birth_dates,
    coalesce(min(gender) <> max(gender), false) as has_two_genders,
    coalesce(min(name_start) <> max(name_start), false) as has_two_names
from described
group by node_id
