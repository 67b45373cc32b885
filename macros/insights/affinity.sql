{#
    Common table expressions that end in `affinity`: what is found together in baskets, as ordered pairs, from the var `min_pair_support` on.

    One text for stores and for categories. Reads `items`, as counted_pairs does.

    Significance: `p_value` is association_p_value's, of the pair being no more frequent than chance; `q_value` is false_discoveries'. Each pair of items that both
    reach the support counts as one test, a rare pair that is not published too, since its rarity was looked at; with a rarer item no pair could be published
    (Tarone, 1990).
#}
{% macro affinity() -%}
    {#- the linter looks at what a model's author wrote, and this is long -#}
    {%- if var('lint', false) %}{{ return('affinity as (select count(*) as pairs from items)') }}{% endif -%}
    {{ counted_pairs() }},

    judged as (

        select
            *,
            {{ association_p_value('baskets', 'item_baskets', 'other_baskets', 'all_baskets') }} as p_value
        from counted

    ),

    {{ false_discoveries('judged', 'item, other_item') }},

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
