-- Which categories are bought in one sale, as ordered pairs.
with

items as (

    select basket_id, product_category as item, basket_items, baskets
    from {{ ref('category_baskets') }}

),

{{ affinity() }}

select * from affinity
