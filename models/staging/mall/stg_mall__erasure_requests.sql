with

judged as (

    {{ judged('mall', 'erasure_requests') }}

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
        request_id,
        member_id,
        {{ keyed_once('cpf') }} as cpf_key,
        {{ keyed_once('email') }} as email_key,
        {{ keyed_once('phone') }} as phone_key,

        -- times
        requested_at,
        known_since as loaded_at,
        first_known_since as first_loaded_at

    from judged

)

select * from renamed
