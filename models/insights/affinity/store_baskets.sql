-- What a person bought where on a day. A day counts from its first purchase that was
-- not given back in full; nobody knows whether two sales of nobody are one basket.
with

items as (

    select distinct
        customer_id || '|' || cast(purchase_date as {{ dbt.type_string() }}) as basket,
        store_id as item
    from {{ ref('fct_purchases') }}
    where is_kept and customer_id is not null

),

{{ distinct_baskets() }}

select
    basket_id,
    item as store_id,
    basket_items,
    baskets
from distinct_baskets
