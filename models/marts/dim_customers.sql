with

records as (

    select customer_id, count(*) as record_count
    from {{ ref('dim_customer_records') }}
    group by customer_id

),

attributes as (

    select * from {{ ref('customer_attributes') }}

),

-- whoever left but a number beside somebody else's card is a person without a record
people as (

    select distinct customer_id
    from {{ ref('identity_people') }}
    where customer_id is not null

),

described as (

    select
        customer_id,
        {% for attribute, data_type in [
            ('birth_date', 'date'),
            ('birth_year', dbt.type_int()),
            ('gender', dbt.type_string()),
            ('annual_income', money_type()),
            ('spending_score', dbt.type_int()),
        ] -%}
        max(
            case
                when attribute = '{{ attribute }}'
                    then cast(attribute_value as {{ data_type }})
            end
        ) as {{ attribute }},
        {% endfor -%}
        max(
            case
                when attribute = 'marketing_consent' and attribute_value = 'true' then 1
                else 0
            end
        ) = 1 as marketing_consent
    from attributes
    group by customer_id

),

aged as (

    select
        described.*,
        {{ age_on('described.birth_date', 'described.birth_year', 'as_of.as_of_date') }}
            as age
    from described
    cross join {{ ref('as_of') }} as as_of

)

select
    people.customer_id,
    households.household_id,
    aged.age,
    age_bands.age_band,
    aged.gender,
    aged.annual_income,
    aged.spending_score,
    coalesce(aged.marketing_consent, false) as marketing_consent,
    sightings.first_seen_at,
    sightings.last_seen_at,
    {{ count_or_zero('records.record_count') }} as record_count
from people
left join records on people.customer_id = records.customer_id
left join aged on people.customer_id = aged.customer_id
left join {{ ref('age_bands') }} as age_bands
    on aged.age between age_bands.from_age and age_bands.to_age
left join {{ ref('identity_households') }} as households
    on people.customer_id = households.customer_id
left join {{ ref('customer_sightings') }} as sightings
    on people.customer_id = sightings.customer_id
