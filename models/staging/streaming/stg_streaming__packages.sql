with

judged as (

    {{ judged('streaming', 'packages') }}

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
        package_code,

        -- what
        package_name,
        audience,

        -- amounts
        monthly_price,

        -- times
        known_since as loaded_at,
        first_known_since as first_loaded_at

    from judged

)

select * from renamed
