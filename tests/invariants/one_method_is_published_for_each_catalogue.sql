-- It is the best baseline, or the cosine where that is clearly ahead. A row is a
-- catalogue of which that is not so.
select
    catalogue,
    sum(case when is_published then 1 else 0 end) as published
from {{ ref('recommendation_evaluation') }}
group by catalogue
having
    sum(case when is_published then 1 else 0 end) <> 1
    or sum(case when is_best_baseline then 1 else 0 end) <> 1
    or max(case when is_published then coalesce(ndcg_at_5, 0) end)
    < max(case when is_best_baseline then coalesce(ndcg_at_5, 0) end)
