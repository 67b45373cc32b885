-- Why so many segments? What the rule saw for every number of them, for customers and
-- for the survey, with its verdict. Only stability, the smallest segment and the
-- silhouette decide; the rest is for the reader.
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
    reason,
    is_chosen,
    cast(calinski_harabasz as decimal(18, 1)) as calinski_harabasz,
    cast(davies_bouldin as decimal(18, 3)) as davies_bouldin
from diagnostics
order by clustered, k
