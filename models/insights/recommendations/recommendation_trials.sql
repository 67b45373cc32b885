-- What would have been recommended to a person by each method, against what they took
-- up in the days that followed. Of all people who took up anything new, 20,000 by the
-- hash of their id: enough to tell the methods apart by a hundredth.
{% set gains = [
    '1.000000000', '0.630929754', '0.500000000', '0.430676558', '0.386852807'
] %}
with

outcomes as (

    select
        history.catalogue,
        history.customer_id,
        history.item_id,
        history.first_date <= horizons.known_until as is_known
    from {{ ref('recommendation_history') }} as history
    inner join {{ ref('recommendation_horizons') }} as horizons
        on horizons.horizon = 'test'

),

tested as (

    select
        catalogue,
        customer_id,
        sum(case when is_known then 0 else 1 end) as new_items,
        row_number() over (
            partition by catalogue order by {{ dbt.hash('customer_id') }}, customer_id
        ) as place
    from outcomes
    group by catalogue, customer_id
    having
        sum(case when is_known then 1 else 0 end) > 0
        and sum(case when is_known then 0 else 1 end) > 0

),

people as (

    {% for method in ['item_cosine', 'popularity', 'persona_popularity'] -%}
    select
        catalogue,
        'test' as horizon,
        customer_id,
        '{{ method }}' as method,
        new_items
    from tested
    where place <= 20000
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

{{ recommended(5) }},

hits as (

    select
        recommended.catalogue,
        recommended.method,
        recommended.customer_id,
        count(*) as hits,
        sum(
            case recommended.item_rank
                {% for gain in gains -%}
                when {{ loop.index }} then {{ gain }}
                {% endfor -%}
            end
        ) as gain
    from recommended
    inner join outcomes
        on
            recommended.catalogue = outcomes.catalogue
            and recommended.customer_id = outcomes.customer_id
            and recommended.item_id = outcomes.item_id
            and not outcomes.is_known
    group by recommended.catalogue, recommended.method, recommended.customer_id

)

select
    people.catalogue,
    people.method,
    people.customer_id,
    cast(people.new_items as {{ dbt.type_int() }}) as new_items,
    {{ count_or_zero('hits.hits') }} as hits,
    cast(
        cast(coalesce(hits.gain, 0) as {{ type_double() }}) / case
            {% for _ in gains -%}
            when people.new_items {{ '>=' if loop.last else '=' }} {{ loop.index }}
                then {{ gains[:loop.index] | join(' + ') }}
            {% endfor -%}
        end as decimal(18, 9)
    ) as ndcg
from people
left join hits
    on
        people.catalogue = hits.catalogue
        and people.method = hits.method
        and people.customer_id = hits.customer_id
