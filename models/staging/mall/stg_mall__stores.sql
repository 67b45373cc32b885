with

judged as (

    {{ judged('mall', 'stores') }}

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
        store_id,

        -- what
        store_name,
        category,
        price_tier,
        floor,
        zone,
        pos_kind,
        opened_on,

        -- times
        known_since as loaded_at,
        first_known_since as first_loaded_at

    from judged

)

select * from renamed
