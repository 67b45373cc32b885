-- Each attribute of a person from the account that is trusted most, then updated last,
-- with its provenance.
with

accounts as (

    select
        'loyalty' as source_system,
        1 as trust,
        member_id as source_record_id,
        birth_date,
        age_at_registration,
        gender,
        annual_income,
        spending_score,
        marketing_consent,
        registered_at,
        coalesce(updated_at, registered_at, loaded_at) as updated_at
    from {{ accepted('stg_mall__loyalty_members') }} as loyalty_members

    union all

    select
        'streaming' as source_system,
        2 as trust,
        subscriber_id as source_record_id,
        birth_date,
        age_at_registration,
        gender,
        cast(null as {{ money_type() }}) as annual_income,
        cast(null as {{ dbt.type_int() }}) as spending_score,
        marketing_consent,
        registered_at,
        coalesce(registered_at, loaded_at) as updated_at
    from {{ accepted('stg_streaming__subscribers') }} as subscribers

),

owned as (

    select
        people.customer_id,
        accounts.*,
        {{ birth_year_from_age(
            'accounts.age_at_registration',
            'accounts.registered_at',
            'accounts.updated_at'
        ) }} as birth_year
    from accounts
    inner join {{ ref('identity_people') }} as people
        on
            accounts.source_system = people.node_type
            and accounts.source_record_id = people.node_key

),

attributes as (

    {% for attribute in [
        'birth_date', 'birth_year', 'gender', 'annual_income', 'spending_score',
        'marketing_consent',
    ] %}
    select
        customer_id,
        '{{ attribute }}' as attribute,
        {{ dbt.cast_bool_to_text(attribute) if attribute == 'marketing_consent'
            else decimal_text(attribute, 2) if attribute == 'annual_income'
            else 'cast(' ~ attribute ~ ' as ' ~ dbt.type_string() ~ ')' }} as attribute_value,
        source_system,
        source_record_id,
        trust,
        updated_at
    from owned
    where {{ attribute }} is not null
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

ranked as (

    select
        *,
        row_number() over (
            partition by customer_id, attribute
            order by trust asc, updated_at desc, source_record_id asc
        ) as position
    from attributes

)

select
    customer_id, attribute, attribute_value, source_system, source_record_id, updated_at
from ranked
where position = 1
