-- Stores that go together and lie apart: which to move nearer to which. The smaller of
-- the two is the one to move. First what is proven, then by the minutes that people
-- walk between the two beyond what chance would bring about.
with

pairs as (

    select
        affinity.*,
        walks.walk_minutes,
        cast(
            {{ share_of(
                '1.0 * affinity.baskets * affinity.all_baskets'
                ~ ' - 1.0 * affinity.antecedent_baskets * affinity.consequent_baskets',
                'affinity.all_baskets',
            ) }} as decimal(28, 9)
        ) as beyond_chance,
        round(cast(affinity.lift as decimal(28, 9)), 1) as times_as_often
    from {{ ref('store_affinity') }} as affinity
    inner join {{ ref('store_walks') }} as walks
        on
            affinity.antecedent = walks.store_id
            and affinity.consequent = walks.other_store_id
    where
        affinity.lift > 1
        and not walks.is_same_place
        and (
            affinity.antecedent_baskets < affinity.consequent_baskets
            or (
                affinity.antecedent_baskets = affinity.consequent_baskets
                and affinity.antecedent < affinity.consequent
            )
        )

),

stores as (

    select
        *,
        store_name || ' (' || floor || ', ' || zone || ')' as named
    from {{ ref('dim_stores') }}

),

told as (

    select
        pairs.*,
        moved.named as moved_named,
        moved.category as moved_category,
        anchors.named as anchor_named,
        anchors.category as anchor_category,
        {% for column in ['times_as_often', 'walk_minutes'] -%}
        {{ decimal_text('pairs.' ~ column, 1) }} as {{ column }}_text,
        {% endfor -%}
        cast(pairs.baskets as {{ dbt.type_string() }}) as baskets_text
    from pairs
    inner join stores as moved on pairs.antecedent = moved.store_id
    inner join stores as anchors on pairs.consequent = anchors.store_id

)

select
    cast(
        row_number() over (
            order by
                case when is_significant then 0 else 1 end,
                beyond_chance * walk_minutes desc,
                antecedent asc,
                consequent asc
        ) as {{ dbt.type_int() }}
    ) as place,
    antecedent as store_to_move,
    antecedent_name as store_to_move_name,
    moved_category as store_to_move_category,
    consequent as near_store,
    consequent_name as near_store_name,
    anchor_category as near_store_category,
    baskets as shared_days,
    cast(times_as_often as decimal(18, 1)) as times_as_often,
    walk_minutes,
    cast(round(beyond_chance * walk_minutes, 1) as decimal(18, 1)) as minutes_walked,
    is_significant,
    'Move ' || moved_named || ' nearer to ' || anchor_named
    || ': people visit both on one day ' || times_as_often_text
    || ' times as often as chance would have it (' || baskets_text
    || ' times so far) and walk ' || walk_minutes_text || ' minutes between them'
    || case when is_significant then '.' else '. This may still be chance.' end
        as suggestion_en,
    'Aproximar ' || moved_named || ' de ' || anchor_named
    || ': as pessoas visitam as duas no mesmo dia '
    || replace(times_as_often_text, '.', ',') || ' vezes mais do que por acaso ('
    || baskets_text || ' vezes até agora) e caminham '
    || replace(walk_minutes_text, '.', ',') || ' minutos entre elas'
    || case when is_significant then '.' else '. Ainda pode ser acaso.' end
        as suggestion_pt
from told
