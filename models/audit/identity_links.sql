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
        firsts.source_system as source_system_a,
        firsts.source_record_id as source_record_id_a,
        others.source_system as source_system_b,
        others.source_record_id as source_record_id_b,
        others.identifier_type,
        others.shared_type,
        others.shared_key,
        cast(null as {{ dbt.type_string() }}) as objection
    from shared_values as firsts
    inner join shared_values as others
        on
            firsts.shared_type = others.shared_type
            and firsts.shared_key = others.shared_key
            and firsts.position = 1
            and others.position > 1

    union all

    -- records that were seen together, or that look like one person's
    select
        pairs.left_type as source_system_a,
        pairs.left_key as source_record_id_a,
        pairs.right_type as source_system_b,
        pairs.right_key as source_record_id_b,
        pairs.identifier_type,
        pairs.left_type as shared_type,
        pairs.left_key as shared_key,
        judged_pairs.reason as objection
    from {{ ref('identity_pairs') }} as pairs
    inner join {{ ref('identity_judged_pairs') }} as judged_pairs
        on
            pairs.left_id = judged_pairs.left_id
            and pairs.right_id = judged_pairs.right_id
            and pairs.identifier_type = judged_pairs.identifier_type
    where pairs.identifier_type in ('card', 'till_cpf', 'probable')

    union all

    select
        node_type as source_system_a,
        node_key as source_record_id_a,
        other_type as source_system_b,
        other_key as source_record_id_b,
        identifier_type,
        node_type as shared_type,
        node_key as shared_key,
        cast(null as {{ dbt.type_string() }}) as objection
    from {{ ref('identity_presence_pairs') }}
    where other_type = 'loyalty' and other_key is not null

),

decided as (

    select
        suggested.source_system_a,
        suggested.source_record_id_a,
        suggested.source_system_b,
        suggested.source_record_id_b,
        suggested.identifier_type,
        suggested.shared_key,
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
    left join people as people_a
        on
            suggested.source_system_a = people_a.node_type
            and suggested.source_record_id_a = people_a.node_key
    left join people as people_b
        on
            suggested.source_system_b = people_b.node_type
            and suggested.source_record_id_b = people_b.node_key
    left join people as shared
        on
            suggested.shared_type = shared.node_type
            and suggested.shared_key = shared.node_key

)

select
    source_system_a,
    source_record_id_a,
    source_system_b,
    source_record_id_b,
    identifier_type,
    shared_key as identifier_key,
    level,
    case when is_accepted then 'accepted' else 'refused' end as decision,
    case
        when not is_accepted then objection
        when identifier_type = 'probable' then 'alike'
        else 'shared_' || identifier_type
    end as reason
from decided
