-- How many accounts and CPFs each identifier value was seen with, and whether the
-- accounts differ in what a person has one of: that speaks for a crowd. A CPF that
-- anybody types is nobody's, and is not counted; nor, where it is given, one that was
-- seen with a crowd itself: of a cashier's own, nobody else has a second CPF.
{%- set is_account %}
    case when company.other_type in ('loyalty', 'streaming') then 1 end
{%- endset %}
{%- set is_linked_record %}
    case
        when company.other_type in ('loyalty', 'streaming', 'pos_card', 'pos_cpf') then 1
    end
{%- endset %}

with

cpfs as (

    select nodes.node_id
    from {{ ref('identity_nodes') }} as nodes
    left join {{ ref('identity_junk') }} as junk
        on nodes.node_type = junk.node_type and nodes.node_key = junk.node_key
    where nodes.node_type = 'pos_cpf' and junk.node_key is null

),

accounts as (

    select
        accounts.node_id,
        cpfs.node_id as cpf_id,
        accounts.birth_date,
        accounts.gender,
        accounts.name_start
    from {{ ref('identity_account_nodes') }} as accounts
    left join cpfs on accounts.cpf_id = cpfs.node_id

),

company as (

    select distinct node_id, other_id, other_type from {{ ref('identity_company') }}

),

given_cpfs as (

    select cpfs.node_id
    from cpfs
    inner join company on cpfs.node_id = company.node_id
    inner join {{ ref('identifier_policy') }} as policy
        on policy.identifier_type = 'registered_cpf'
    group by cpfs.node_id, policy.max_accounts, policy.max_records
    having
        count({{ is_account }}) <= policy.max_accounts
        and count({{ is_linked_record }}) <= policy.max_records

)

select
    company.node_id,
    count({{ is_account }}) as accounts,
    count(distinct coalesce(given_cpfs.node_id, accounts.cpf_id)) as cpfs,
    count({{ is_linked_record }}) as linked_records,
    coalesce(min(accounts.birth_date) <> max(accounts.birth_date), false)
        as has_two_birth_dates,
    coalesce(min(accounts.gender) <> max(accounts.gender), false) as has_two_genders,
    coalesce(min(accounts.name_start) <> max(accounts.name_start), false)
        as has_two_names
from company
left join accounts on company.other_id = accounts.node_id
left join given_cpfs on company.other_id = given_cpfs.node_id
group by company.node_id
