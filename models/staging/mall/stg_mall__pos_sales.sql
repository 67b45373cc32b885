with

judged as (

    {{ judged('mall', 'pos_sales') }}

),

renamed as (

    select

        -- verdict
        row_key,
        verdict,
        reject_reason,
        repairs,
        row_amount,
        event_day,
        raw_row,
        row_fingerprint,

        -- keys
        sale_id,
        original_sale_id,
        store_id,
        member_id,
        {{ keyed('card_token') }} as card_key,
        {{ keyed_once('cpf') }} as cpf_key,
        {{ keyed_once('email') }} as email_key,
        {{ keyed_once('phone') }} as phone_key,

        -- what
        coalesce(status, 'approved') as status,
        payment_method,
        installments,
        coupon_code,

        -- amounts
        gross_amount,
        {{ amount_or_zero('discount_amount') }} as discount_amount,

        -- times
        sold_at,
        event_day as sale_date,
        known_since as loaded_at,
        first_known_since as first_loaded_at

    from judged

)

select * from renamed
