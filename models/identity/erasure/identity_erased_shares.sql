-- Identifiers that name a household or nobody, but were seen with erased people only:
-- a card of a couple that both asked, or a number with a slip of the pen. A view, since
-- it must know nothing once they are erased.
{{ config(materialized='view') }}

with

owners as (

    select * from {{ ref('identity_owners') }}

),

mentions as (

    select node_type, node_key, other_type, other_key from {{ ref('identity_company') }}
    union all
    select node_type, node_key, other_type, other_key
    from {{ ref('identity_presence_pairs') }}

),

company as (

    select
        mentions.node_type,
        mentions.node_key,
        max(case when named.customer_id is not null then 1 else 0 end) as erased,
        max(case
            when others.customer_id is not null and named.customer_id is null then 1
            else 0
        end) as living
    from mentions
    inner join owners as others
        on
            mentions.other_type = others.node_type
            and mentions.other_key = others.node_key
    left join (
        select distinct customer_id from {{ ref('identity_erased_people') }}
    ) as named on others.customer_id = named.customer_id
    group by mentions.node_type, mentions.node_key

)

select owners.node_type, owners.node_key
from owners
inner join company
    on owners.node_type = company.node_type and owners.node_key = company.node_key
where owners.customer_id is null and company.erased = 1 and company.living = 0
