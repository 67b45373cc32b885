-- A sale number that comes again is a newer version of the sale, and the last one wins.
-- Where two versions name different stores or days, the number is probably unique
-- within a store only, and all but one sale of each number would be lost: make it
-- unique in the whole mall, for instance store_id || '-' || sale_id. A row here is such
-- a number.
{{ config(severity='warn') }}

select
    row_key as sale_id,
    count(*) as versions,
    count(distinct store_id) as stores,
    count(distinct sale_date) as days
from {{ ref('stg_mall__pos_sales') }}
where row_key is not null
group by row_key
having count(distinct store_id) > 1 or count(distinct sale_date) > 1
