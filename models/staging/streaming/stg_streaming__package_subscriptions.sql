with

judged as (

    {{ judged('streaming', 'package_subscriptions') }}

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
        subscription_id,
        subscriber_id,
        package_code,

        -- what
        promo_code,

        -- times
        started_at,
        cancelled_at,
        known_since as loaded_at,
        first_known_since as first_loaded_at

    from judged

)

select * from renamed
