with

judged as (

    {{ judged('streaming', 'viewing_sessions') }}

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
        subscriber_id,
        package_code,

        -- what
        minutes,

        -- times
        started_at,
        event_day as viewing_date,
        known_since as loaded_at,
        first_known_since as first_loaded_at

    from judged

)

select * from renamed
