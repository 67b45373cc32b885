-- Every link between two records that the evidence suggested, what was decided, and
-- why.
with

people as (

    select * from {{ ref('identity_people') }}

),

shared_values as (

    select * from {{ ref('identity_shared_values') }}

),

suggested as (

    select
        firsts.record_id as record_id_a,
        others.record_id as record_id_b,
        others.identifier_type,
        others.shared_id,
        cast(null as {{ dbt.type_string() }}) as objection
    from shared_values as firsts
    inner join shared_values as others
        on
            firsts.shared_id = others.shared_id
            and firsts.position = 1
            and others.position > 1

    union all

    -- records that were seen together, or that look like one person's
    select
        left_id as record_id_a,
        right_id as record_id_b,
        identifier_type,
        left_id as shared_id,
        reason as objection
    from {{ ref('identity_judged_pairs') }}
    where identifier_type in ('card', 'till_cpf', 'probable')

    union all

    select
        node_id as record_id_a,
        other_id as record_id_b,
        identifier_type,
        node_id as shared_id,
        cast(null as {{ dbt.type_string() }}) as objection
    from {{ ref('identity_presence_pairs') }}
    where other_type = 'loyalty' and other_id is not null

),

decided as (

    select
        people_a.node_type as source_system_a,
        people_a.node_key as source_record_id_a,
        people_b.node_type as source_system_b,
        people_b.node_key as source_record_id_b,
        suggested.identifier_type,
        shared_nodes.node_key as identifier_key,
        -- a log-in that only Wi-Fi knows is nobody's yet
        coalesce(shared.level, 'person') as level,
        coalesce(people_a.customer_id = people_b.customer_id, false) as is_accepted,
        coalesce(
            suggested.objection,
            shared.reason,
            people_a.reason,
            people_b.reason,
            'two_cpfs'
        ) as objection
    from suggested
    inner join people as people_a on suggested.record_id_a = people_a.node_id
    inner join people as people_b on suggested.record_id_b = people_b.node_id
    inner join {{ ref('identity_nodes') }} as shared_nodes
        on suggested.shared_id = shared_nodes.node_id
    left join people as shared on suggested.shared_id = shared.node_id

)

select
    source_system_a,
    source_record_id_a,
    source_system_b,
    source_record_id_b,
    identifier_type,
    identifier_key,
    level,
    case when is_accepted then 'accepted' else 'refused' end as decision,
    case
        when not is_accepted then objection
        when identifier_type = 'probable' then 'alike'
        else 'shared_' || identifier_type
    end as reason
from decided
