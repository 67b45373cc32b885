-- People whom ties join to one household, chains of ties included. It is named after
-- the member who was known first, so that whoever joins later does not rename it. Each
-- round reads the one before once, since BigQuery computes what is read again anew.
with

people as (

    -- labels in the order of a hash spread in few rounds, and alike in any collation
    select
        customer_id,
        first_loaded_at,
        row_number() over (order by {{ dbt.hash('customer_id') }}) as label
    from {{ ref('identity_persons') }}

),

ties as (

    select customer_id as one, other_customer_id as other
    from {{ ref('identity_household_ties') }}
    where is_household

),

-- each tie from both its ends
round_0 as (

    {% for own, other in [('one', 'other'), ('other', 'one')] %}
    select
        ties.one,
        ties.other,
        ties.{{ own }} as customer_id,
        own.label,
        neighbours.label as other_label
    from ties
    inner join people as own on ties.{{ own }} = own.customer_id
    inner join people as neighbours on ties.{{ other }} = neighbours.customer_id
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

{% for round in range(1, 9) %}
moved_{{ round }} as (

    select
        one,
        other,
        customer_id,
        least(label, min(other_label) over (partition by label)) as label
    from round_{{ round - 1 }}

),

-- of the two ends of a tie, the label that is not one's own
round_{{ round }} as (

    select
        *,
        min(label) over (partition by one, other)
        + max(label) over (partition by one, other)
        - label as other_label
    from moved_{{ round }}

),
{% endfor %}

members as (

    select distinct customer_id, label from round_8

),

ranked as (

    select
        members.label,
        people.customer_id,
        row_number() over (
            partition by members.label order by people.first_loaded_at, people.label
        ) as position
    from members
    inner join people on members.customer_id = people.customer_id

)

select
    members.customer_id,
    {{ short_id("'household ' || known_first.customer_id") }} as household_id
from members
inner join ranked as known_first
    on members.label = known_first.label and known_first.position = 1
