-- How good each method is, side by side, and which one is published: the cosine only
-- where it beats the better baseline by more than two standard errors of the
-- difference.
with

methods as (

    {% for catalogue in ['store', 'package'] -%}
    {% set last_one = loop.last -%}
    {% for method in ['popularity', 'persona_popularity', 'item_cosine'] -%}
    select
        '{{ catalogue }}' as catalogue,
        '{{ method }}' as method,
        {{ loop.index }} as simplicity
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
        methods.simplicity,
        count(trials.customer_id) as people,
        {{ exact_mean('case when trials.hits > 0 then 1 else trials.hits end') }}
            as hit_rate_at_5,
        {{ exact_mean('trials.ndcg') }} as ndcg_at_5
    from methods
    left join trials
        on methods.catalogue = trials.catalogue and methods.method = trials.method
    group by methods.catalogue, methods.method, methods.simplicity

),

-- the better baseline, and of two equal ones the simpler
baselines as (

    select
        catalogue,
        method,
        row_number() over (
            partition by catalogue order by coalesce(ndcg_at_5, 0) desc, simplicity asc
        ) as place
    from measured
    where method <> 'item_cosine'

),

differences as (

    select
        cosine.catalogue,
        {{ exact_mean('cosine.ndcg - baseline.ndcg') }} as ahead,
        {{ exact_mean(
            '(cosine.ndcg - baseline.ndcg) * (cosine.ndcg - baseline.ndcg)'
        ) }} as squared,
        count(*) as people
    from trials as cosine
    inner join baselines
        on cosine.catalogue = baselines.catalogue and baselines.place = 1
    inner join trials as baseline
        on
            cosine.catalogue = baseline.catalogue
            and cosine.customer_id = baseline.customer_id
            and baselines.method = baseline.method
    where cosine.method = 'item_cosine'
    group by cosine.catalogue

),

judged as (

    select
        catalogue,
        ahead,
        -- of one person nothing is known of how people differ
        sqrt(greatest(0, squared - ahead * ahead) / nullif(people - 1, 0))
            as standard_error
    from differences

)

select
    measured.catalogue,
    measured.method,
    cast(measured.people as {{ dbt.type_int() }}) as people,
    measured.hit_rate_at_5,
    measured.ndcg_at_5,
    case when measured.method = 'item_cosine' then judged.ahead end
        as ndcg_ahead_of_baseline,
    case when measured.method = 'item_cosine' then judged.standard_error end
        as standard_error,
    coalesce(baselines.place = 1, false) as is_best_baseline,
    case
        when coalesce(judged.ahead > 2 * judged.standard_error, false)
            then measured.method = 'item_cosine'
        else coalesce(baselines.place = 1, false)
    end as is_published
from measured
left join judged on measured.catalogue = judged.catalogue
left join baselines
    on
        measured.catalogue = baselines.catalogue
        and measured.method = baselines.method
