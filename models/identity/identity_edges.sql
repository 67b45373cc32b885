-- The pairs that nothing speaks against, in both directions.
select left_id as node_id, right_id as neighbour_id, priority
from {{ ref('identity_judged_pairs') }}
where reason is null

union all

select right_id as node_id, left_id as neighbour_id, priority
from {{ ref('identity_judged_pairs') }}
where reason is null
