-- Identifiers that name a household or nobody, but were seen with erased people only:
-- a card of a couple that both asked, or a number with a slip of the pen. A view, since
-- it must know nothing once they are erased.
{{ config(materialized='view') }}

with

named as (

    select distinct customer_id from {{ ref('identity_erased_people') }}

),

erased_values as (

    select owners.node_type, owners.node_key
    from {{ ref('identity_owners') }} as owners
    inner join named on owners.customer_id = named.customer_id

),

mentions as {{ not_materialized() }} (

    select node_type, node_key, other_type, other_key from {{ ref('identity_company') }}
    union all
    select node_type, node_key, other_type, other_key
    from {{ ref('identity_presence_pairs') }}

),

-- few are asked about, so everybody else is never looked at
seen_with_erased as (

    select distinct mentions.node_type, mentions.node_key
    from mentions
    inner join erased_values
        on
            mentions.other_type = erased_values.node_type
            and mentions.other_key = erased_values.node_key

),

seen_with_living as (

    select mentions.node_type, mentions.node_key
    from seen_with_erased
    inner join mentions
        on
            seen_with_erased.node_type = mentions.node_type
            and seen_with_erased.node_key = mentions.node_key
    inner join {{ ref('identity_owners') }} as others
        on
            mentions.other_type = others.node_type
            and mentions.other_key = others.node_key
    where
        others.customer_id is not null
        and not exists (
            select 1 from named where named.customer_id = others.customer_id
        )

)

select owners.node_type, owners.node_key
from {{ ref('identity_owners') }} as owners
inner join seen_with_erased
    on
        owners.node_type = seen_with_erased.node_type
        and owners.node_key = seen_with_erased.node_key
where
    owners.customer_id is null
    and not exists (
        select 1
        from seen_with_living
        where
            seen_with_living.node_type = owners.node_type
            and seen_with_living.node_key = owners.node_key
    )
