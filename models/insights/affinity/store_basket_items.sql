-- What a person bought where on a day. A day counts from its first purchase that was
-- not given back in full; nobody knows whether two sales of nobody are one basket.
with

stores as (

    select distinct customer_id, purchase_date, store_id
    from {{ ref('fct_purchases') }}
    where is_kept and customer_id is not null

)

select
    customer_id,
    purchase_date,
    store_id,
    cast(
        count(*) over (partition by customer_id, purchase_date) as {{ dbt.type_int() }}
    ) as basket_items
from stores
