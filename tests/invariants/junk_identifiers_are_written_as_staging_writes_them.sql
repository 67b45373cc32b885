-- Staging normalises before junk is looked up, so a junk value in another spelling
-- would never be found. A row is a value of the seed that no normalised value can
-- equal.
with

junk as (

    select
        identifier_type,
        identifier_value,
        {{ without('identifier_value', '[^0-9]') }} as digits
    from {{ ref('junk_identifiers') }}

),

normalised as (

    select
        identifier_type,
        identifier_value,
        case identifier_type
            when 'email' then {{ clean_email('identifier_value') }}
            when 'phone' then {{ clean_phone('identifier_value', 'digits') }}
            -- staging lets no CPF of one digit pass; a partner's keyed one comes by
            when 'cpf'
                then case
                    when
                        {{ cpf_check_digit('digits', 9) }} = substring(digits, 10, 1)
                        and {{ cpf_check_digit('digits', 10) }} = substring(digits, 11)
                        then digits
                end
        end as normalised_value
    from junk

)

select identifier_type, identifier_value, normalised_value
from normalised
where normalised_value is null or normalised_value <> identifier_value
