{#
    Common table expressions that end in `counted`: pairs of items with their baskets, those of each and of all, and how many pairs were looked at (`tests`).

    Reads `items`, as distinct_baskets makes them, the item in the column `item`. Every basket counts among all baskets, those of one item too; one of more items than
    the var `max_basket_items` counts there and nowhere else. Items and pairs count from the var `min_pair_support` on.
#}
{% macro counted_pairs() -%}
    all_of_them as (

        -- a basket of n items has n rows
        select cast(sum(item_baskets / basket_items) as {{ dbt.type_bigint() }}) as all_baskets
        from (
            select basket_items, sum(baskets) as item_baskets from items group by basket_items
        ) as by_size

    ),

    item_counts as (

        select item, cast(sum(baskets) as {{ dbt.type_bigint() }}) as item_baskets
        from items
        where basket_items <= {{ var('max_basket_items') }}
        group by item

    ),

    frequent as (

        select item_counts.*
        from item_counts
        cross join all_of_them
        where {{ share_of('item_baskets', 'all_baskets') }} >= {{ var('min_pair_support') }}

    ),

    tests as (

        select count(*) * (count(*) - 1) / 2 as tests from frequent

    ),

    -- what can be half of a pair
    halves as (

        select basket_id, item, baskets
        from items
        where
            basket_items between 2 and {{ var('max_basket_items') }}
            and exists (select 1 from frequent where frequent.item = items.item)

    ),

    together as (

        select one.item, other.item as other_item, cast(sum(one.baskets) as {{ dbt.type_bigint() }}) as baskets
        from halves as one
        inner join halves as other on one.basket_id = other.basket_id and one.item < other.item
        group by one.item, other.item

    ),

    counted as (

        select
            together.*,
            one.item_baskets,
            other.item_baskets as other_baskets,
            all_of_them.all_baskets,
            tests.tests
        from together
        cross join all_of_them
        cross join tests
        inner join frequent as one on together.item = one.item
        inner join frequent as other on together.other_item = other.item
        where {{ share_of('together.baskets', 'all_of_them.all_baskets') }} >= {{ var('min_pair_support') }}

    )
{%- endmacro %}
