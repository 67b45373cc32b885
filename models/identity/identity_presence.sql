-- Plates and devices, and whose they are: they are given to a person already known, and
-- never join two.
with

company as (

    select
        pairs.node_id,
        pairs.identifier_type,
        count(distinct persons.customer_id) as persons,
        min(persons.customer_id) as customer_id
    from {{ ref('identity_presence_pairs') }} as pairs
    left join {{ ref('identity_identifiers') }} as identifiers
        on pairs.other_id = identifiers.node_id and identifiers.level = 'person'
    left join {{ ref('identity_groups') }} as labels
        on identifiers.node_id = labels.node_id
    left join {{ ref('identity_persons') }} as persons
        on labels.label = persons.label
    group by pairs.node_id, pairs.identifier_type

)

select
    company.node_id,
    company.persons,
    case
        when company.persons > policy.max_household_people then 'nobody'
        when company.persons > 1 then 'household'
        else 'person'
    end as level,
    case
        when company.persons > policy.max_household_people then 'too_many_people'
        when company.persons > 1 then 'several_people'
    end as reason,
    case
        when company.persons = 1 then company.customer_id
        when company.persons = 0
            then {{ short_id(
                "'customer ' || nodes.node_type || ':' || nodes.node_key"
            ) }}
    end as customer_id
from company
inner join {{ ref('identity_nodes') }} as nodes on company.node_id = nodes.node_id
inner join {{ ref('identifier_policy') }} as policy
    on company.identifier_type = policy.identifier_type
