-- What to recommend to a person, by the method that `recommendation_evaluation` names.
with

people as (

    select distinct
        history.catalogue,
        'published' as horizon,
        history.customer_id,
        evaluation.method
    from {{ ref('recommendation_history') }} as history
    inner join {{ ref('recommendation_evaluation') }} as evaluation
        on history.catalogue = evaluation.catalogue and evaluation.is_published
    where history.catalogue = 'store'

),

{{ recommended(var('recommendations_per_person')) }}

select
    recommended.customer_id,
    recommended.item_id as store_id,
    stores.store_name,
    recommended.item_rank as {{ adapter.quote('rank') }},
    recommended.score,
    recommended.method
from recommended
inner join {{ ref('dim_stores') }} as stores
    on recommended.item_id = stores.store_id
