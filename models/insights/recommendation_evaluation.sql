-- How good each method is, side by side, and which one is published: the simplest that
-- no other beats by more than two standard errors of the difference, person by person.
with

methods as (

    {% for catalogue in ['store', 'package'] -%}
    {% set last_one = loop.last -%}
    {% for method in ['popularity', 'persona_popularity', 'item_cosine'] -%}
    select
        '{{ catalogue }}' as catalogue,
        '{{ method }}' as method
    {{ 'union all' if not (loop.last and last_one) }}
    {% endfor -%}
    {% endfor %}

),

measured as (

    select
        methods.catalogue,
        methods.method,
        count(trials.customer_id) as people,
        {{ exact_mean('case when trials.hits > 0 then 1 else trials.hits end') }}
            as hit_rate_at_5,
        {{ exact_mean('trials.ndcg') }} as ndcg_at_5
    from methods
    left join {{ ref('recommendation_trials') }} as trials
        on methods.catalogue = trials.catalogue and methods.method = trials.method
    group by methods.catalogue, methods.method

),

judged as (

    select * from {{ ref('recommendation_differences') }}

),

baselines as (

    select
        catalogues.catalogue,
        case
            when coalesce(judged.is_ahead, false) then 'persona_popularity'
            else 'popularity'
        end as method
    from (select distinct catalogue from methods) as catalogues
    left join judged
        on
            catalogues.catalogue = judged.catalogue
            and judged.method = 'persona_popularity'

),

chosen as (

    select
        baselines.catalogue,
        baselines.method as baseline,
        case
            when coalesce(judged.is_ahead, false) then 'item_cosine'
            else baselines.method
        end as published
    from baselines
    left join judged
        on
            baselines.catalogue = judged.catalogue
            and baselines.method = judged.simpler_method
            and judged.method = 'item_cosine'

)

select
    measured.catalogue,
    measured.method,
    cast(measured.people as {{ dbt.type_int() }}) as people,
    measured.hit_rate_at_5,
    measured.ndcg_at_5,
    judged.ahead as ndcg_ahead_of_baseline,
    judged.standard_error,
    measured.method = chosen.baseline as is_best_baseline,
    measured.method = chosen.published as is_published
from measured
inner join chosen on measured.catalogue = chosen.catalogue
left join judged
    on
        measured.catalogue = judged.catalogue
        and measured.method = judged.method
        and judged.simpler_method
        = case
            when measured.method = 'item_cosine' then chosen.baseline
            else 'popularity'
        end
