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

trials as (

    select * from {{ ref('recommendation_trials') }}

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
    left join trials
        on methods.catalogue = trials.catalogue and methods.method = trials.method
    group by methods.catalogue, methods.method

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
        coalesce(ahead > 2 * standard_error, false) as is_ahead
    from (
        select
            catalogue,
            method,
            simpler_method,
            ahead,
            -- of one person nothing is known of how people differ
            sqrt(greatest(0, squared - ahead * ahead) / nullif(people - 1, 0))
                as standard_error
        from differences
    ) as measured_differences

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
