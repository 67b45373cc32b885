-- Every customer_id that is used no longer, or had to give people away, and what took
-- its place: with it a campaign follows its audience.
with

spans as (

    select
        *,
        lag(customer_id) over (
            partition by node_type, node_key order by version
        ) as old_id,
        lead(version) over (
            partition by node_type, node_key order by version
        ) as next_version
    from {{ ref('customer_id_ledger') }}

),

moves as (

    select
        old_id,
        customer_id as new_id,
        version,
        recorded_on,
        count(*) as identifiers
    from spans
    where old_id is not null and coalesce(customer_id, '') <> old_id
    group by old_id, customer_id, version, recorded_on

),

-- old ids that still name something after the move
living as (

    select distinct moves.old_id, moves.version
    from moves
    inner join spans
        on
            moves.old_id = spans.customer_id
            and moves.version >= spans.version
            and coalesce(moves.version < spans.next_version, true)

),

first_uses as (

    select customer_id, min(version) as version
    from spans
    group by customer_id

),

described as (

    select
        moves.*,
        count(moves.new_id) over (
            partition by moves.old_id, moves.version
        ) as heirs,
        living.old_id is not null as is_old_alive,
        coalesce(first_uses.version < moves.version, false) as is_new_known
    from moves
    left join living
        on moves.old_id = living.old_id and moves.version = living.version
    left join first_uses on moves.new_id = first_uses.customer_id

)

select
    old_id,
    new_id,
    case
        when is_old_alive or heirs > 1 then 'split'
        when new_id is null then 'no_longer_named'
        when is_new_known then 'merge'
        else 'renamed'
    end as why,
    recorded_on as changed_on,
    version,
    identifiers
from described
where
    -- one identifier more or less is nobody's new name
    not (is_old_alive and (new_id is null or is_new_known))
