with

judged as (

    {{ judged('mall', 'app_events') }}

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
        event_id,
        member_id,
        store_id,
        {{ keyed('device_id') }} as device_key,

        -- what
        lower(event_type) as event_type,
        coupon_code,

        -- times
        occurred_at,
        event_day as event_date,
        known_since as loaded_at,
        first_known_since as first_loaded_at

    from judged

)

select * from renamed
