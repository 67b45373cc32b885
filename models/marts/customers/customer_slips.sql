-- Receipts and central sales that are a record of a person by themselves: a receipt
-- with an identifier, and a central sale with an e-mail or a phone number where no
-- member, CPF or card is a record that names the person.
with

people as (

    select * from {{ ref('identity_people') }} where customer_id is not null

),

slips as (

    select
        {{ receipt_id('receipts') }} as source_record_id,
        false as is_central,
        cast(null as {{ dbt.type_string() }}) as member_id,
        receipts.cpf_key,
        receipts.card_key,
        receipts.email_key,
        receipts.phone_key
    from {{ accepted('stg_mall__store_receipts') }} as receipts
    inner join {{ ref('store_codes') }} as store_codes
        on receipts.store_code = store_codes.store_code

    union all

    select
        sale_id as source_record_id,
        true as is_central,
        member_id,
        cpf_key,
        card_key,
        email_key,
        phone_key
    from {{ accepted('stg_mall__pos_sales') }} as sales
    where coalesce(email_key, phone_key) is not null

),

named as (

    select
        slips.source_record_id,
        slips.is_central,
        coalesce(
            by_member.customer_id, by_cpf.customer_id, by_card.customer_id
        ) as recorded_customer_id,
        coalesce(by_email.customer_id, by_phone.customer_id) as other_customer_id
    from slips
    left join people as by_member
        on by_member.node_type = 'loyalty' and slips.member_id = by_member.node_key
    left join people as by_cpf
        on by_cpf.node_type = 'pos_cpf' and slips.cpf_key = by_cpf.node_key
    left join people as by_card
        on by_card.node_type = 'pos_card' and slips.card_key = by_card.node_key
    left join people as by_email
        on by_email.node_type = 'email' and slips.email_key = by_email.node_key
    left join people as by_phone
        on by_phone.node_type = 'phone' and slips.phone_key = by_phone.node_key
    where
        coalesce(
            slips.cpf_key, slips.card_key, slips.email_key, slips.phone_key
        ) is not null

)

select
    source_record_id,
    coalesce(recorded_customer_id, other_customer_id) as customer_id
from named
where not (is_central and recorded_customer_id is not null)
