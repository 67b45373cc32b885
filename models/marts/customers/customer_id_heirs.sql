-- Who took over from whom: for each customer_id that names nobody any more, whoever
-- its last identifiers belong to now. An id that still names somebody has no heirs,
-- even if it had to give people away: those are new people.
with

spans as (

    select
        node_type,
        node_key,
        customer_id,
        lead(version) over (
            partition by node_type, node_key order by version
        ) as next_version
    from {{ ref('customer_id_ledger') }}

),

former as (

    select customer_id, max(next_version) as ended_with
    from spans
    where customer_id is not null
    group by customer_id
    having count(*) = count(next_version)

),

current_owners as (

    select node_type, node_key, customer_id
    from spans
    where next_version is null and customer_id is not null

)

select distinct former.customer_id as former_id, current_owners.customer_id
from former
inner join spans
    on former.customer_id = spans.customer_id and former.ended_with = spans.next_version
inner join current_owners
    on
        spans.node_type = current_owners.node_type
        and spans.node_key = current_owners.node_key
