with

people as (

    select customer_id, count(*) as record_count
    from {{ ref('dim_customer_records') }}
    where customer_id is not null
    group by customer_id

),

attributes as (

    select
        customer_id,
        max(case when attribute = 'birth_date' then cast(attribute_value as date) end) as birth_date,
        max(case when attribute = 'birth_year' then cast(attribute_value as {{ dbt.type_int() }}) end) as birth_year,
        max(case when attribute = 'gender' then attribute_value end) as gender,
        max(case when attribute = 'annual_income' then cast(attribute_value as {{ money_type() }}) end) as annual_income,
        max(case when attribute = 'spending_score' then cast(attribute_value as {{ dbt.type_int() }}) end) as spending_score,
        max(case when attribute = 'marketing_consent' and attribute_value = 'true' then 1 else 0 end) = 1 as marketing_consent
    from {{ ref('customer_attributes') }}
    group by customer_id

),

aged as (

    select
        attributes.*,
        {{ age_on('attributes.birth_date', 'attributes.birth_year', 'as_of.as_of_date') }} as age
    from attributes
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
    cast(people.record_count as {{ dbt.type_int() }}) as record_count
from people
left join aged on people.customer_id = aged.customer_id
left join {{ ref('age_bands') }} as age_bands on aged.age between age_bands.from_age and age_bands.to_age
left join {{ ref('identity_households') }} as households on people.customer_id = households.customer_id
left join {{ ref('customer_sightings') }} as sightings on people.customer_id = sightings.customer_id
