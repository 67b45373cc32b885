with

net_sales as (

    select * from {{ ref('net_sales') }}

),

people as (

    select * from {{ ref('identity_people') }} where customer_id is not null

),

-- who bought: the first identifier, in this order, that names a person
named as (

    select
        net_sales.*,
        coalesce(
            by_member.customer_id,
            by_cpf.customer_id,
            by_card.customer_id,
            by_email.customer_id,
            by_phone.customer_id
        ) as customer_id
    from net_sales
    left join people as by_member
        on by_member.node_type = 'loyalty' and net_sales.member_id = by_member.node_key
    left join people as by_cpf
        on by_cpf.node_type = 'pos_cpf' and net_sales.cpf_key = by_cpf.node_key
    left join people as by_card
        on by_card.node_type = 'pos_card' and net_sales.card_key = by_card.node_key
    left join people as by_email
        on by_email.node_type = 'email' and net_sales.email_key = by_email.node_key
    left join people as by_phone
        on by_phone.node_type = 'phone' and net_sales.phone_key = by_phone.node_key

),

-- what a household shares names nobody, and still says whose purchase it was
shared as (

    select * from {{ ref('identity_household_values') }}

)

select
    -- keys
    {{ short_id("named.source_system || ':' || named.source_record_id") }}
        as purchase_id,
    named.source_system,
    named.source_record_id,
    named.customer_id,
    case
        when named.customer_id is null
            then coalesce(
                by_card.household_id, by_email.household_id, by_phone.household_id
            )
    end as household_id,
    store_codes.store_id,

    -- times
    named.purchased_at,
    named.purchase_date,

    -- amounts
    cast(named.gross_amount as {{ money_type() }}) as gross_amount,
    cast(named.discount_amount as {{ money_type() }}) as discount_amount,
    cast(named.refunded_amount as {{ money_type() }}) as refunded_amount,
    cast(
        named.gross_amount - named.discount_amount - named.refunded_amount
        as {{ money_type() }}
    ) as net_amount,

    -- what
    named.discount_amount > 0 or named.has_coupon as is_offer,
    -- a sale given back in full is no purchase, and neither is a refund that stands
    -- alone; a sale of 0.00 is one
    named.gross_amount >= 0
    and (
        named.gross_amount - named.discount_amount > named.refunded_amount
        or named.refunded_amount = 0
    ) as is_kept,
    named.payment_method
from named
inner join {{ ref('store_codes') }} as store_codes
    on named.store_code = store_codes.store_code
left join shared as by_card
    on by_card.node_type = 'pos_card' and named.card_key = by_card.node_key
left join shared as by_email
    on by_email.node_type = 'email' and named.email_key = by_email.node_key
left join shared as by_phone
    on by_phone.node_type = 'phone' and named.phone_key = by_phone.node_key
