{#
    Common table expressions that end in `counted`: pairs of items with their baskets, those of each and of all, and how many pairs were looked at (`tests`).

    Reads `items`: one row per basket (`basket_key`, a list of columns) and item, with the `basket_items` of the basket. Every basket counts among all baskets, those
    of one item too; one of more items than the var `max_basket_items` counts there and nowhere else. Items and pairs count from the var `min_pair_support` on.
#}
{% macro counted_pairs(basket_key, item) -%}
    baskets as (

        -- a basket of n items has n rows
        select cast(sum(item_rows / basket_items) as {{ dbt.type_bigint() }}) as all_baskets
        from (
            select basket_items, count(*) as item_rows from items group by basket_items
        ) as by_size

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

    )
{%- endmacro %}
