-- The day of this build and what its vars say about fitting segments anew. A table,
-- since a Python model knows no var when it runs.
select
    as_of_date,
    {{ 'true' if var('refit') else 'false' }} as refit,
    cast(
        {{ 'null' if var('refit_after_days') is none else var('refit_after_days') }}
        as {{ dbt.type_int() }}
    ) as refit_after_days
from {{ ref('as_of') }}
