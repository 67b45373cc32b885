-- Identifiers that do not name one person, and pairs of identifiers that were kept
-- apart although nothing is wrong with either.
with

identity_groups as (

    select * from {{ ref('identity_groups') }}

),

people as (

    select * from {{ ref('identity_people') }}

),

mentions as (

    select node_id from {{ ref('identity_company') }}
    union all
    select node_id from {{ ref('identity_presence_pairs') }}
    where other_id is not null

),

demoted as (

    select
        people.node_type as identifier_type,
        people.node_key as identifier_key,
        cast(null as {{ dbt.type_string() }}) as other_key,
        people.level,
        people.reason,
        cast(count(*) as {{ dbt.type_bigint() }}) as {{ adapter.quote('records') }}
    from people
    inner join mentions on people.node_id = mentions.node_id
    where people.reason is not null
    group by people.node_type, people.node_key, people.level, people.reason

),

kept_apart as (

    select
        pairs.identifier_type,
        left_node.node_key as identifier_key,
        right_node.node_key as other_key,
        'person' as level,
        coalesce(pairs.reason, 'two_cpfs') as reason,
        2 as {{ adapter.quote('records') }}
    from {{ ref('identity_judged_pairs') }} as pairs
    inner join identity_groups as left_group on pairs.left_id = left_group.node_id
    inner join identity_groups as right_group on pairs.right_id = right_group.node_id
    inner join people as left_node on pairs.left_id = left_node.node_id
    inner join people as right_node on pairs.right_id = right_node.node_id
    where
        left_group.label <> right_group.label
        and left_node.reason is null
        and right_node.reason is null

)

select * from demoted
union all
select * from kept_apart
