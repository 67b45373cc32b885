-- Which identifiers were given together at a till, however often: millions of sales,
-- but far fewer combinations.
with

sightings as (

    select member_id, cpf_key, card_key, email_key, phone_key, first_loaded_at
    from {{ accepted('stg_mall__pos_sales', before_erasure=true) }} as sales

    union all

    select null as member_id, cpf_key, card_key, email_key, phone_key, first_loaded_at
    from {{ accepted('stg_mall__store_receipts', before_erasure=true) }} as receipts

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
