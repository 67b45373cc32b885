with

judged as (

    {{ judged('mall', 'store_receipts') }}

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
        upper(loja) as store_code,
        cupom as receipt_number,
        {{ keyed('cartao') }} as card_key,
        {{ keyed_once('cpf') }} as cpf_key,
        {{ keyed_once('email') }} as email_key,
        {{ keyed_once('telefone') }} as phone_key,

        -- what
        {{ clean_payment_method('forma_pagamento') }} as payment_method,

        -- amounts: what was paid, and what had been taken off before
        valor_total as paid_amount,
        {{ amount_or_zero('desconto') }} as discount_amount,

        -- times
        data_hora as sold_at,
        event_day as sale_date,
        known_since as loaded_at,
        first_known_since as first_loaded_at

    from judged

)

select * from renamed
