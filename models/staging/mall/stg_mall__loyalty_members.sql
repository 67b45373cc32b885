with

judged as (

    {{ judged('mall', 'loyalty_members') }}

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
        member_id,
        {{ keyed_once('cpf') }} as cpf_key,
        {{ keyed_once('email') }} as email_key,
        {{ keyed_once('phone') }} as phone_key,
        {{ is_keyed('email') }} as is_email_keyed,
        {{ is_keyed('phone') }} as is_phone_keyed,

        -- people
        full_name,
        birth_date,
        age as age_at_registration,
        gender,
        annual_income,
        spending_score,
        postal_code,
        coalesce(marketing_consent, false) as marketing_consent,

        -- times
        registered_at,
        updated_at,
        known_since as loaded_at,
        first_known_since as first_loaded_at

    from judged

)

select * from renamed
