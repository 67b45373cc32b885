-- The day that everything is seen from: the var `as_of_date`, else the last business
-- day, which is the last local day with a sale. Null where there is no sale at all.
with

sale_days as (

    select max(sale_date) as sale_date
    from {{ accepted('stg_mall__pos_sales') }} as sales

    union all

    select max(sale_date) as sale_date
    from {{ accepted('stg_mall__store_receipts') }} as receipts

)

select
    coalesce({{ as_of_date_var() }}, max(sale_date)) as as_of_date,
    max(sale_date) as last_business_day
from sale_days
