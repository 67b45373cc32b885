with

judged as (

    {{ judged('mall', 'wifi_sessions') }}

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
        session_id,
        {{ keyed('device_mac') }} as device_key,
        {{ keyed_once('login_email') }} as email_key,
        {{ keyed_once('login_phone') }} as phone_key,

        -- what: phones that hide behind a made-up address set the second hexadecimal
        -- digit to 2, 6, A or E
        coalesce(
            substring(device_mac, 2, 1) in ('2', '6', 'a', 'e'), false
        ) as is_randomised_device,
        zone,

        -- times
        connected_at,
        disconnected_at,
        event_day as visit_date,
        known_since as loaded_at,
        first_known_since as first_loaded_at

    from judged

)

select * from renamed
