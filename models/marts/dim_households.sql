-- Households and what they spend: each member's own purchases, and those made with what
-- the members share, which are given to no member.
with

purchases as (

    select customer_id, household_id, net_amount
    from {{ ref('fct_purchases') }}
    where is_kept

),

spend as (

    select
        customer_id,
        household_id,
        count(*) as purchases,
        sum(net_amount) as net_amount
    from purchases
    group by customer_id, household_id

),

members as (

    select
        customers.household_id,
        count(*) as members,
        sum(spend.purchases) as members_purchases,
        sum(spend.net_amount) as members_net_amount,
        min(customers.first_seen_at) as first_seen_at,
        max(customers.last_seen_at) as last_seen_at
    from {{ ref('dim_customers') }} as customers
    left join spend on customers.customer_id = spend.customer_id
    where customers.household_id is not null
    group by customers.household_id

),

shared_values as (

    select household_id, count(*) as shared_values
    from {{ ref('identity_household_values') }}
    group by household_id

)

select
    members.household_id,
    cast(members.members as {{ dbt.type_int() }}) as members,
    cast(coalesce(shared_values.shared_values, 0) as {{ dbt.type_int() }})
        as shared_values,
    cast(coalesce(members.members_purchases, 0) as {{ dbt.type_int() }})
        as members_purchases,
    cast(coalesce(members.members_net_amount, 0) as {{ money_type() }})
        as members_net_amount,
    cast(coalesce(spend.purchases, 0) as {{ dbt.type_int() }}) as shared_purchases,
    cast(coalesce(spend.net_amount, 0) as {{ money_type() }}) as shared_net_amount,
    members.first_seen_at,
    members.last_seen_at
from members
left join shared_values on members.household_id = shared_values.household_id
left join spend
    on members.household_id = spend.household_id and spend.customer_id is null
