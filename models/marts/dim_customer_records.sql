with

identifiers as (

    select node_type as source_system, node_key as source_record_id, customer_id, level
    from {{ ref('identity_people') }}
    where node_type in ('loyalty', 'streaming', 'pos_card', 'pos_cpf', 'visit_plate', 'wifi_device') and is_seen

),

-- receipts with an identifier, and central sales that carry nothing but an e-mail or a phone number
slips as (

    select
        {{ receipt_id('receipts') }} as source_record_id,
        receipts.cpf_key,
        receipts.card_key,
        receipts.email_key,
        receipts.phone_key
    from {{ accepted('stg_mall__store_receipts') }} as receipts
    inner join {{ ref('store_codes') }} as store_codes on receipts.store_code = store_codes.store_code
    where coalesce(receipts.cpf_key, receipts.card_key, receipts.email_key, receipts.phone_key) is not null

    union all

    select sale_id as source_record_id, cpf_key, card_key, email_key, phone_key
    from {{ accepted('stg_mall__pos_sales') }} as sales
    where coalesce(member_id, cpf_key, card_key) is null and coalesce(email_key, phone_key) is not null

),

people as (

    select * from {{ ref('identity_people') }} where customer_id is not null

),

named_slips as (

    select
        'receipt' as source_system,
        slips.source_record_id,
        coalesce(by_cpf.customer_id, by_card.customer_id, by_email.customer_id, by_phone.customer_id) as customer_id
    from slips
    left join people as by_cpf on by_cpf.node_type = 'pos_cpf' and slips.cpf_key = by_cpf.node_key
    left join people as by_card on by_card.node_type = 'pos_card' and slips.card_key = by_card.node_key
    left join people as by_email on by_email.node_type = 'email' and slips.email_key = by_email.node_key
    left join people as by_phone on by_phone.node_type = 'phone' and slips.phone_key = by_phone.node_key

)

select source_system, source_record_id, customer_id, level from identifiers
union all
select source_system, source_record_id, customer_id, case when customer_id is null then 'nobody' else 'person' end as level
from named_slips
