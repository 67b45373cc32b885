-- Why so many segments? What the rule saw for every number of them, for customers and
-- for the survey, with its verdict, and what two other algorithms make of the same
-- people. Stability, Jaccard, the smallest segment, the silhouette and copies without
-- structure decide; the rest is for the reader.
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
    algorithm,
    k,
    cast(stability as decimal(18, 3)) as stability,
    cast(100 * smallest_share as decimal(18, 1)) as smallest_percent,
    cast(jaccard as decimal(18, 3)) as jaccard,
    cast(silhouette as decimal(18, 3)) as silhouette,
    cast(null_silhouette as decimal(18, 3)) as null_silhouette,
    reason,
    is_chosen,
    cast(calinski_harabasz as decimal(18, 1)) as calinski_harabasz,
    cast(davies_bouldin as decimal(18, 3)) as davies_bouldin,
    is_elbow,
    is_gap_choice,
    cast(gap as decimal(18, 3)) as gap,
    cast(agreement as decimal(18, 3)) as agreement_with_k_means
from diagnostics
order by clustered asc, algorithm desc, k asc
