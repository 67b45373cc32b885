-- Every pair of identifiers is judged, once. A row here is evidence that the joins of
-- the judgement lost or multiplied.
with

pairs as (

    select identifier_type, count(*) as pair_count
    from {{ ref('identity_pairs') }}
    group by identifier_type

),

judged_pairs as (

    select identifier_type, count(*) as judged_count
    from {{ ref('identity_judged_pairs') }}
    group by identifier_type

)

select pairs.identifier_type, pairs.pair_count, judged_pairs.judged_count
from pairs
left join judged_pairs on pairs.identifier_type = judged_pairs.identifier_type
where pairs.pair_count <> coalesce(judged_pairs.judged_count, 0)
