-- Identifiers that name a household or nobody, but were seen with erased people only:
-- a card of a couple that both asked, or a number with a slip of the pen. A view, since
-- it must know nothing once they are erased.
{{ config(materialized='view') }}

with

named as (

    select distinct customer_id from {{ ref('identity_erased_people') }}

),

erased_values as (

    select owners.node_id
    from {{ ref('identity_owners') }} as owners
    inner join named on owners.customer_id = named.customer_id

),

mentions as {{ not_materialized() }} (

    select node_id, other_id from {{ ref('identity_company') }}
    union all
    select node_id, other_id from {{ ref('identity_presence_pairs') }}

),

-- few are asked about, so everybody else is never looked at
seen_with_erased as (

    select distinct mentions.node_id
    from mentions
    inner join erased_values on mentions.other_id = erased_values.node_id

),

seen_with_living as (

    select mentions.node_id
    from seen_with_erased
    inner join mentions on seen_with_erased.node_id = mentions.node_id
    inner join {{ ref('identity_owners') }} as others
        on mentions.other_id = others.node_id
    where
        others.customer_id is not null
        and not exists (
            select 1 from named where named.customer_id = others.customer_id
        )

)

select owners.node_type, owners.node_key
from {{ ref('identity_owners') }} as owners
inner join seen_with_erased on owners.node_id = seen_with_erased.node_id
where
    owners.customer_id is null
    and not exists (
        select 1
        from seen_with_living
        where seen_with_living.node_id = owners.node_id
    )
