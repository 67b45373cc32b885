-- Cards, numbers and addresses that only members of one household use: what is bought
-- with them is the household's, and no member's in particular.
with

shared as (

    select node_id, other_id from {{ ref('identity_company') }}
    union all
    select node_id, other_id from {{ ref('identity_presence_pairs') }}

),

used as (

    select
        shared_people.node_type,
        shared_people.node_key,
        households.household_id,
        case when households.household_id is null then 1 else 0 end as is_outside
    from shared
    inner join {{ ref('identity_people') }} as shared_people
        on
            shared.node_id = shared_people.node_id
            and shared_people.level = 'household'
    inner join {{ ref('identity_people') }} as members
        on
            shared.other_id = members.node_id
            and members.customer_id is not null
    left join {{ ref('identity_households') }} as households
        on members.customer_id = households.customer_id

)

select used.node_type, used.node_key, min(used.household_id) as household_id
from used
group by used.node_type, used.node_key
having min(used.household_id) = max(used.household_id) and max(used.is_outside) = 0
