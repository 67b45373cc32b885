with

judged as (

    {{ judged('mall', 'customer_survey') }}

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
        id as survey_id,

        -- people
        gender,
        age,

        -- answers
        income,
        score,

        -- times
        known_since as loaded_at,
        first_known_since as first_loaded_at

    from judged

)

select * from renamed
