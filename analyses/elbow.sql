-- Where does the elbow lie? The inertia of k-means for every number of segments, which
-- part of it each further segment takes away (`percent_less`), and where the curve
-- bends most: what the notebook's plot showed. It does not decide: see `choosing_k`.
with

diagnostics as (

    select 'customers' as clustered, *
    from {{ ref('segment_diagnostics') }}

    union all

    select 'survey' as clustered, *
    from {{ ref('survey_diagnostics') }}

)

select
    clustered,
    k,
    cast(inertia as decimal(18, 1)) as inertia,
    cast(
        100 * (1 - inertia / lag(inertia) over (partition by clustered order by k))
        as decimal(18, 1)
    ) as percent_less,
    is_elbow,
    is_chosen
from diagnostics
where algorithm = 'k-means'
order by clustered asc, k asc
