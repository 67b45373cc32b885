-- How good are the recommendations? Every method beside the others, and which one the
-- tables hold. A hit is a person who took up one of the first five by themselves.
select
    catalogue,
    method,
    cast(100 * hit_rate_at_5 as decimal(18, 1)) as percent_with_a_hit,
    cast(ndcg_ahead_of_baseline as decimal(18, 4)) as ahead_of_baseline,
    cast(standard_error as decimal(18, 4)) as standard_error,
    is_published
from {{ ref('recommendation_evaluation') }}
order by catalogue asc, ndcg_at_5 desc, method asc
