-- Which categories are bought in one sale, as ordered pairs.
with

items as (

    select * from {{ ref('category_basket_items') }}

),

{{ affinity(['purchase_id'], 'product_category') }}

select * from affinity
