-- People whom a shared identifier ties to one household. Its spend is never given to a
-- member; the tie is all that is known.
with

people as (

    select * from {{ ref('identity_people') }}

),

ties as (

    select distinct persons.customer_id, company.node_type, company.node_key
    from {{ ref('identity_company') }} as company
    inner join people as shared
        on
            company.node_type = shared.node_type
            and company.node_key = shared.node_key
            and shared.level = 'household'
    inner join people as persons
        on
            company.other_type = persons.node_type
            and company.other_key = persons.node_key
            and persons.customer_id is not null

),

round_0 as (

    select distinct customer_id, customer_id as label from ties

),

{% for round in range(1, 5) %}
shared_labels_{{ round }} as (

    select ties.node_type, ties.node_key, min(labels.label) as label
    from ties
    inner join round_{{ round - 1 }} as labels on ties.customer_id = labels.customer_id
    group by ties.node_type, ties.node_key

),

round_{{ round }} as (

    select ties.customer_id, min(shared_labels.label) as label
    from ties
    inner join shared_labels_{{ round }} as shared_labels
        on
            ties.node_type = shared_labels.node_type
            and ties.node_key = shared_labels.node_key
    group by ties.customer_id

),
{% endfor %}

households as (

    select customer_id, {{ dbt.hash("'household ' || label") }} as household_id
    from round_4

)

select * from households
