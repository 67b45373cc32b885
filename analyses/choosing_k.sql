-- Why so many segments? What the rule saw for every number of them, for customers and
-- for the survey, with its verdict. `segment_diagnostics` has more figures of each, and
-- what other algorithms make of the same people.
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
    cast(stability as decimal(18, 3)) as stability,
    cast(100 * smallest_share as decimal(18, 1)) as smallest_percent,
    cast(silhouette as decimal(18, 3)) as silhouette,
    reason
from diagnostics
where algorithm = 'k-means'
order by clustered asc, k asc
