-- How many different accounts, CPFs, birth dates, genders and first names each
-- identifier value was seen with. More than one of what a person has one of speaks for
-- a crowd.
with

company as (

    select * from {{ ref('identity_company') }}

),

accounts as (

    select * from {{ ref('identity_accounts') }}

)

select
    company.node_type,
    company.node_key,
    count(distinct case
        when accounts.source_system is not null
            then company.other_type || ':' || company.other_key
    end) as accounts,
    count(distinct case
        when company.other_type = 'pos_cpf' then company.other_key
        else accounts.cpf_key
    end) as cpfs,
    count(distinct accounts.birth_date) as birth_dates,
    count(distinct accounts.gender) as genders,
    count(distinct accounts.first_name) as first_names
from company
left join accounts
    on
        company.other_type = accounts.source_system
        and company.other_key = accounts.source_record_id
group by company.node_type, company.node_key
