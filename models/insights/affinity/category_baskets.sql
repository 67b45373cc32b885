-- Which categories are in a sale, whoever bought. Lines of a refund are negative: a
-- category of which nothing was kept is not in the basket, and one of articles that
-- were given free, or in a quantity of 0, is.
with

items as (

    select
        lines.purchase_id as basket,
        lines.product_category as item
    from {{ ref('fct_purchase_lines') }} as lines
    -- every line has its purchase, and few are not kept
    where
        not exists (
            select 1
            from {{ ref('fct_purchases') }} as undone
            where not undone.is_kept and undone.purchase_id = lines.purchase_id
        )
    group by lines.purchase_id, lines.product_category
    having sum(lines.quantity) > 0 or min(lines.quantity) >= 0

),

{{ distinct_baskets() }}

select
    basket_id,
    item as product_category,
    basket_items,
    baskets
from distinct_baskets
