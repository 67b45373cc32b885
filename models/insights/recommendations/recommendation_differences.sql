-- How far each method is ahead of the simpler ones in the test, person by person, and
-- whether that may be chance.
with

trials as (

    select * from {{ ref('recommendation_trials') }}

),

differences as (

    select
        ours.catalogue,
        ours.method,
        simpler.method as simpler_method,
        {{ exact_mean('ours.ndcg - simpler.ndcg') }} as ahead,
        {{ exact_mean('(ours.ndcg - simpler.ndcg) * (ours.ndcg - simpler.ndcg)') }}
            as squared,
        count(*) as people
    from trials as ours
    inner join trials as simpler
        on
            ours.catalogue = simpler.catalogue
            and ours.customer_id = simpler.customer_id
    where
        ours.method = 'item_cosine' and simpler.method <> 'item_cosine'
        or ours.method = 'persona_popularity' and simpler.method = 'popularity'
    group by ours.catalogue, ours.method, simpler.method

),

judged as (

    select
        *,
        -- of one person nothing is known of how people differ
        sqrt(greatest(0, squared - ahead * ahead) / nullif(people - 1, 0))
            as standard_error
    from differences

)

select
    catalogue,
    method,
    simpler_method,
    ahead,
    standard_error,
    coalesce(ahead > 2 * standard_error, false) as is_ahead
from judged
