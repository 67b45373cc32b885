with

judged as (

    {{ judged('mall', 'visits') }}

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
        visit_id,
        member_id,
        {{ keyed('plate') }} as plate_key,

        -- what
        entrance,

        -- times
        entered_at,
        exited_at,
        event_day as visit_date,
        known_since as loaded_at,
        first_known_since as first_loaded_at

    from judged

)

select * from renamed
