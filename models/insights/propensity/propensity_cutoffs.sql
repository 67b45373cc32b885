-- The days that a model is taught from and asked on: 0 is the as-of day, the others lie
-- one gap and one horizon of the shortest target apart, so that none of its labels is
-- seen twice; those of longer targets overlap.
with

steps as (

    select min(gap_days + horizon_days) as step_days
    from {{ ref('propensity_targets') }}

),

cutoffs as (

    select
        numbers.number as cutoff_number,
        steps.step_days,
        as_of.as_of_date,
        cast(
            {{ dbt.dateadd(
                'day', '-numbers.number * steps.step_days', 'as_of.as_of_date'
            ) }} as date
        ) as cutoff_date
    from {{ ref('as_of') }} as as_of
    cross join steps
    inner join ({{ numbers(1) }}) as numbers on numbers.number < 7
    where as_of.as_of_date is not null

)

select
    cast(cutoff_number as {{ dbt.type_int() }}) as cutoff_number,
    cast(step_days as {{ dbt.type_int() }}) as step_days,
    cutoff_date,
    as_of_date
from cutoffs
