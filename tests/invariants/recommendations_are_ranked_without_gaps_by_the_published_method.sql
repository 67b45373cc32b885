-- A person's ranks run from 1 on, a lower score never stands higher, and the method is
-- the one that the evaluation names. A row is a person of whom that is not so.
{% set item_rank = adapter.quote('rank') %}
with

recommendations as (

    select 'store' as catalogue, customer_id, {{ item_rank }} as place, score, method
    from {{ ref('store_recommendations') }}

    union all

    select 'package' as catalogue, customer_id, {{ item_rank }} as place, score, method
    from {{ ref('package_recommendations') }}

),

compared as (

    select
        recommendations.*,
        lag(recommendations.score) over (
            partition by recommendations.catalogue, recommendations.customer_id
            order by recommendations.place
        ) as score_before
    from recommendations

)

select
    compared.catalogue,
    compared.customer_id
from compared
left join {{ ref('recommendation_evaluation') }} as evaluation
    on
        compared.catalogue = evaluation.catalogue
        and compared.method = evaluation.method
        and evaluation.is_published
group by compared.catalogue, compared.customer_id
having
    min(compared.place) <> 1
    or max(compared.place) <> count(*)
    or max(compared.place) > {{ var('recommendations_per_person') }}
    or max(case when compared.score > compared.score_before then 1 else 0 end) = 1
    or count(evaluation.method) < count(*)
