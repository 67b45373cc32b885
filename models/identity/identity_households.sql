-- People whom a shared identifier ties to one household. Its spend is never given to a member; the tie is all that is known.
with

ties as (

    select distinct persons.customer_id, pairs.shared_type, pairs.shared_key
    from (
        select left_type as shared_type, left_key as shared_key, right_type as other_type, right_key as other_key
        from {{ ref('identity_pairs') }}
        union all
        select right_type as shared_type, right_key as shared_key, left_type as other_type, left_key as other_key
        from {{ ref('identity_pairs') }}
    ) as pairs
    inner join {{ ref('identity_people') }} as shared
        on pairs.shared_type = shared.node_type and pairs.shared_key = shared.node_key and shared.level = 'household'
    inner join {{ ref('identity_people') }} as persons
        on pairs.other_type = persons.node_type and pairs.other_key = persons.node_key and persons.customer_id is not null

),

round_0 as (

    select customer_id, customer_id as label from (select distinct customer_id from ties) as people

),

{% for round in range(1, 5) %}
round_{{ round }} as (

    select ties.customer_id, min(shared_labels.label) as label
    from ties
    inner join (
        select ties.shared_type, ties.shared_key, min(labels.label) as label
        from ties
        inner join round_{{ round - 1 }} as labels on ties.customer_id = labels.customer_id
        group by ties.shared_type, ties.shared_key
    ) as shared_labels
        on ties.shared_type = shared_labels.shared_type and ties.shared_key = shared_labels.shared_key
    group by ties.customer_id

),
{% endfor %}

households as (

    select customer_id, {{ dbt.hash("'household ' || label") }} as household_id from round_4

)

select * from households
