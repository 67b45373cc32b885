{#
    Common table expressions that end in `affinity`: what is found together in baskets, as ordered pairs, from the var `min_pair_support` on.

    One text for stores and for categories. Reads `items`: one row per basket (`basket_key`, a list of columns) and item, with the `basket_items` of the basket.
    Every basket counts among all baskets, those of one item too; one of more items than `max_basket_items` counts there and nowhere else.

    Significance: `p_value` is association_p_value's, of the pair being no more frequent than chance; `q_value` is Benjamini and Hochberg's (1995): calling
    significant what lies at or under the var `false_discovery_rate` makes at most that part of it false, on average. Each pair of items that both reach the
    support counts as one test, a rare pair that is not published too, since its rarity was looked at; with a rarer item no pair could be published (Tarone, 1990).
#}
{% macro affinity(basket_key, item) -%}
    {#- the linter looks at what a model's author wrote, and this is long -#}
    {%- if var('lint', false) %}{{ return('affinity as (select count(*) as pairs from items)') }}{% endif -%}
    baskets as (

        select count(*) as all_baskets
        from (select distinct {{ basket_key | join(', ') }} from items) as each_basket

    ),

    item_counts as (

        select {{ item }} as item, count(*) as item_baskets
        from items
        where basket_items <= {{ var('max_basket_items') }}
        group by {{ item }}

    ),

    frequent as (

        select item_counts.*
        from item_counts
        cross join baskets
        where {{ share_of('item_baskets', 'all_baskets') }} >= {{ var('min_pair_support') }}

    ),

    tests as (

        select count(*) * (count(*) - 1) / 2 as tests from frequent

    ),

    -- what can be half of a pair
    halves as (

        select
            {{ basket_key | join(', ') }},
            {{ item }} as item
        from items
        where
            basket_items between 2 and {{ var('max_basket_items') }}
            and exists (select 1 from frequent where frequent.item = items.{{ item }})

    ),

    together as (

        select one.item as item, other.item as other_item, count(*) as baskets
        from halves as one
        inner join halves as other
            on {% for column in basket_key %}one.{{ column }} = other.{{ column }} and {% endfor %}one.item < other.item
        group by one.item, other.item

    ),

    counted as (

        select
            together.*,
            one.item_baskets,
            other.item_baskets as other_baskets,
            baskets.all_baskets,
            tests.tests
        from together
        cross join baskets
        cross join tests
        inner join frequent as one on together.item = one.item
        inner join frequent as other on together.other_item = other.item
        where {{ share_of('together.baskets', 'baskets.all_baskets') }} >= {{ var('min_pair_support') }}

    ),

    judged as (

        select
            *,
            {{ association_p_value('baskets', 'item_baskets', 'other_baskets', 'all_baskets') }} as p_value
        from counted

    ),

    ordered as (

        select *, row_number() over (order by p_value, item, other_item) as place
        from judged

    ),

    -- equal p-values share the last of their places
    placed as (

        select *, max(place) over (partition by cast(p_value as {{ dbt.type_string() }})) as shared_place
        from ordered

    ),

    controlled as (

        select
            *,
            least(1.0, min(p_value * tests / shared_place) over (
                order by place desc rows unbounded preceding
            )) as q_value
        from placed

    ),

    both_ways as (

        select item as antecedent, other_item as consequent, baskets,
            item_baskets as antecedent_baskets, other_baskets as consequent_baskets,
            all_baskets, p_value, q_value
        from controlled

        union all

        select other_item, item, baskets, other_baskets, item_baskets, all_baskets, p_value, q_value
        from controlled

    ),

    affinity as (

        select
            antecedent,
            consequent,
            cast(baskets as {{ dbt.type_int() }}) as baskets,
            cast(antecedent_baskets as {{ dbt.type_int() }}) as antecedent_baskets,
            cast(consequent_baskets as {{ dbt.type_int() }}) as consequent_baskets,
            cast(all_baskets as {{ dbt.type_int() }}) as all_baskets,
            {{ share_of('baskets', 'all_baskets') }} as support,
            {{ share_of('baskets', 'antecedent_baskets') }} as confidence,
            {{ share_of('1.0 * baskets * all_baskets', '1.0 * antecedent_baskets * consequent_baskets') }} as lift,
            {{ share_of(
                '1.0 * baskets * all_baskets - 1.0 * antecedent_baskets * consequent_baskets',
                '1.0 * all_baskets * all_baskets',
            ) }} as leverage,
            {{ share_of(
                '1.0 * antecedent_baskets * (all_baskets - consequent_baskets)',
                '1.0 * all_baskets * (antecedent_baskets - baskets)',
            ) }} as conviction,
            p_value,
            cast(q_value as {{ type_double() }}) as q_value,
            q_value <= {{ var('false_discovery_rate') }} as is_significant
        from both_ways

    )
{%- endmacro %}
