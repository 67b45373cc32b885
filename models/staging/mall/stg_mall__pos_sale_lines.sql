with

judged as (

    {{ judged('mall', 'pos_sale_lines') }}

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
        line_number,
        product_id,

        -- what
        product_category,
        quantity,

        -- amounts
        unit_price,
        {{ amount_or_zero('discount_amount') }} as discount_amount,

        -- times
        known_since as loaded_at,
        first_known_since as first_loaded_at

    from judged

)

select * from renamed
