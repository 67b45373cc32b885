-- Which identifiers were given together at a till, however often: millions of sales,
-- but far fewer combinations. What two systems were told of one sale was given
-- together.
with

told_by_receipts as (

    {{ told_by_receipts(before_erasure=true) }}

),

sales as {{ not_materialized() }} (

    select * from {{ accepted('stg_mall__pos_sales', before_erasure=true) }}
        as accepted_sales

),

sightings as (

    select member_id, cpf_key, card_key, email_key, phone_key, first_loaded_at
    from sales

    union all

    select null as member_id, cpf_key, card_key, email_key, phone_key, first_loaded_at
    from {{ accepted('stg_mall__store_receipts', before_erasure=true) }} as receipts

    union all

    select
        sales.member_id,
        {{ or_told_by_receipt() }},
        greatest(sales.first_loaded_at, told_by_receipts.first_loaded_at)
            as first_loaded_at
    from told_by_receipts
    inner join sales on told_by_receipts.sale_id = sales.sale_id
    where
        sales.cpf_key is null and told_by_receipts.cpf_key is not null
        or sales.card_key is null and told_by_receipts.card_key is not null
        or sales.email_key is null and told_by_receipts.email_key is not null
        or sales.phone_key is null and told_by_receipts.phone_key is not null

)

select
    member_id,
    cpf_key,
    card_key,
    email_key,
    phone_key,
    count(*) as sightings,
    min(first_loaded_at) as first_loaded_at
from sightings
where coalesce(member_id, cpf_key, card_key, email_key, phone_key) is not null
group by member_id, cpf_key, card_key, email_key, phone_key
