-- People whom ties join to one household, chains of ties included. It is named after
-- the member who was known first, so that whoever joins later does not rename it.
with

ties as (

    select customer_id, other_customer_id
    from {{ ref('identity_household_ties') }}
    where is_household

),

both_ways as (

    select customer_id, other_customer_id from ties
    union all
    select other_customer_id as customer_id, customer_id as other_customer_id from ties

),

round_0 as (

    select
        customer_id,
        -- the hash orders alike whatever the collation
        row_number() over (
            order by first_loaded_at, {{ dbt.hash('customer_id') }}
        ) as label
    from {{ ref('identity_persons') }} as persons
    where exists (
        select 1 from both_ways where both_ways.customer_id = persons.customer_id
    )

),

{% for round in range(1, 6) %}
offers_{{ round }} as (

    select own.label, min(other.label) as label_taken
    from both_ways
    inner join round_{{ round - 1 }} as own
        on both_ways.customer_id = own.customer_id
    inner join round_{{ round - 1 }} as other
        on both_ways.other_customer_id = other.customer_id
    where other.label < own.label
    group by own.label

),

round_{{ round }} as (

    select
        labels.customer_id,
        coalesce(onward.label_taken, offers.label_taken, labels.label) as label
    from round_{{ round - 1 }} as labels
    left join offers_{{ round }} as offers on labels.label = offers.label
    left join offers_{{ round }} as onward on offers.label_taken = onward.label

),
{% endfor %}

named_after as (

    select label, customer_id from round_0

)

select
    members.customer_id,
    {{ short_id("'household ' || named_after.customer_id") }} as household_id
from round_5 as members
inner join named_after on members.label = named_after.label
