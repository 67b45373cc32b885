-- Every store that was ever named, with the spelling that counts: the store list's,
-- else the central system's, else a receipt's, else the app's.
with

mentions as (

    select store_id, 1 as trust
    from {{ accepted('stg_mall__stores') }} as stores

    union all

    select store_id, 2 as trust
    from {{ accepted('stg_mall__pos_sales') }} as sales

    union all

    select store_code as store_id, 3 as trust
    from {{ accepted('stg_mall__store_receipts') }} as receipts

    union all

    select store_id, 4 as trust
    from {{ accepted('stg_mall__app_events') }} as app_events
    where store_id is not null

),

distinct_mentions as (

    select upper(store_id) as store_code, store_id, min(trust) as trust
    from mentions
    group by upper(store_id), store_id

),

ranked as (

    select
        store_code,
        store_id,
        trust,
        row_number() over (
            partition by store_code
            order by trust, store_id
        ) as position
    from distinct_mentions

)

select store_code, store_id, trust = 1 as is_listed
from ranked
where position = 1
