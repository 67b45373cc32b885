-- The forecast of 90 days ago beside what came, by tenths of what was expected.
with

scores as (

    select
        *,
        cast(expected_purchases as decimal(18, 9)) as expected,
        cast(paced_purchases as decimal(18, 9)) as paced,
        cast(expected_purchases * expected_day_value as decimal(18, 6))
            as expected_spend
    from {{ ref('customer_value_scores') }}
    where fit = 'back_test'

),

tenths as (

    select
        *,
        ntile(10) over (
            order by expected desc, {{ dbt.hash('customer_id') }} asc
        ) as decile
    from scores

)

select
    cast(decile as {{ dbt.type_int() }}) as decile,
    cast(count(*) as {{ dbt.type_int() }}) as customers,
    {{ exact_mean('expected') }} as expected_purchases,
    {{ exact_mean('paced') }} as paced_purchases,
    {{ exact_mean('later_purchase_days') }} as actual_purchases,
    cast({{ exact_mean('expected_spend') }} as {{ money_type() }}) as expected_value,
    cast({{ exact_mean('later_spend') }} as {{ money_type() }}) as actual_value
from tenths
group by decile
