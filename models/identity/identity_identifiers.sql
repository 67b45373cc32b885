-- What each identifier value names: a person, a household, or nobody. Judged by whom it
-- was seen with.
with

described as (

    select
        nodes.node_id,
        nodes.node_type,
        case nodes.node_type
            when 'pos_cpf' then 'registered_cpf'
            when 'pos_card' then 'card'
            else nodes.node_type
        end as identifier_type,
        coalesce(company.accounts, 0) as accounts,
        coalesce(company.cpfs, 0) as cpfs,
        coalesce(company.linked_records, 0) as linked_records,
        company.has_two_birth_dates,
        company.has_two_genders,
        company.has_two_names,
        junk.node_key is not null as is_junk
    from {{ ref('identity_nodes') }} as nodes
    left join {{ ref('identity_company_counts') }} as company
        on nodes.node_id = company.node_id
    left join {{ ref('identity_junk') }} as junk
        on nodes.node_type = junk.node_type and nodes.node_key = junk.node_key
    where nodes.may_join

),

judged as (

    select
        described.*,
        case
            when described.node_type in ('loyalty', 'streaming') then null
            when described.is_junk then 'junk'
            when described.accounts > policy.max_accounts then 'too_many_accounts'
            when described.linked_records > policy.max_records then 'too_many_records'
            when described.node_type = 'pos_cpf' then null
            when described.cpfs > policy.max_household_people then 'too_many_cpfs'
            when described.cpfs > 1 then 'two_cpfs'
            when described.has_two_birth_dates then 'incompatible_birth_dates'
            when described.has_two_genders then 'incompatible_genders'
            when described.has_two_names then 'incompatible_names'
        end as reason
    from described
    left join {{ ref('identifier_policy') }} as policy
        on described.identifier_type = policy.identifier_type

)

select
    node_id,
    node_type,
    accounts,
    cpfs,
    linked_records,
    case
        when reason is null then 'person'
        when reason = 'junk' or reason like 'too_many%' then 'nobody'
        else 'household'
    end as level,
    reason
from judged
