-- Two people and what ties them to one household. It takes two things that agree, each
-- on both people's own records: one shared phone may be recycled, a lent car is no
-- marriage, and half a city has one surname.
with

people as (

    select * from {{ ref('identity_people') }}

),

-- a value that a few people share, and each of them
shared as (

    select distinct values_seen.node_id, members.customer_id
    from (
        select node_id, other_id from {{ ref('identity_company') }}
        union all
        select node_id, other_id from {{ ref('identity_presence_pairs') }}
    ) as values_seen
    inner join people
        on values_seen.node_id = people.node_id and people.level = 'household'
    inner join people as members
        on
            values_seen.other_id = members.node_id
            and members.customer_id is not null

),

-- surname and postal code of each person, as their accounts give them
described as (

    select distinct people.customer_id, accounts.last_name_key, accounts.postal_key
    from {{ ref('identity_account_nodes') }} as accounts
    inner join people on accounts.node_id = people.node_id

),

pairs as (

    select
        one.customer_id,
        other.customer_id as other_customer_id,
        count(*) as shared_values
    from shared as one
    inner join shared as other
        on
            one.node_id = other.node_id
            and one.customer_id < other.customer_id
    group by one.customer_id, other.customer_id

),

agreeing as (

    select
        pairs.customer_id,
        pairs.other_customer_id,
        pairs.shared_values,
        coalesce(max(case
            when one.last_name_key = other.last_name_key then 1 else 0
        end), 0) as shared_surnames,
        coalesce(max(case
            when one.postal_key = other.postal_key then 1 else 0
        end), 0) as shared_postal_codes
    from pairs
    left join described as one on pairs.customer_id = one.customer_id
    left join described as other on pairs.other_customer_id = other.customer_id
    group by pairs.customer_id, pairs.other_customer_id, pairs.shared_values

)

select
    *,
    shared_values + shared_surnames + shared_postal_codes >= 2 as is_household
from agreeing
