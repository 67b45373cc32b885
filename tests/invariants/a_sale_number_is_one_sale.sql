-- A sale number that comes again is a newer version of the sale, and the last one wins.
-- Where two versions name different stores or days, the number is probably unique
-- within a store only, and all but one sale of each number would be lost: make it
-- unique in the whole mall, for instance store_id || '-' || sale_id. A row here is such
-- a number.
{{ config(severity='warn') }}

select
    row_key as sale_id,
    count(*) as versions,
    min(store_id) as one_store,
    max(store_id) as another_store,
    min(sale_date) as first_day,
    max(sale_date) as last_day
from {{ ref('stg_mall__pos_sales') }}
where row_key is not null
group by row_key
having min(store_id) <> max(store_id) or min(sale_date) <> max(sale_date)
