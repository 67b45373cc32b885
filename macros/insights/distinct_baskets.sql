{#
    Common table expressions that end in `distinct_baskets`: a row per item of each different basket, with how many baskets hold just these items. A year of a mall has
    thousands of different baskets, not millions.

    Reads `items`: one row per `basket` and `item`. Baskets hold the same if they hold as many items and two sums of the items' hashes agree: the odds that any two of a
    million different baskets are taken for one are 1 to nine million.
#}
{% macro distinct_baskets() -%}
    contents as (

        select
            basket,
            count(*) as basket_items,
            sum(mod({{ short_hash('item') }}, 2147483647)) as one_sum,
            sum(mod({{ short_hash('item') }}, 2147483629)) as other_sum
        from items
        group by basket

    ),

    kinds as (

        select min(basket) as basket, basket_items, count(*) as baskets
        from contents
        group by basket_items, one_sum, other_sum

    ),

    distinct_baskets as (

        select
            {{ short_id('kinds.basket') }} as basket_id,
            items.item,
            cast(kinds.basket_items as {{ dbt.type_int() }}) as basket_items,
            cast(kinds.baskets as {{ dbt.type_int() }}) as baskets
        from kinds
        inner join items on kinds.basket = items.basket

    )
{%- endmacro %}
