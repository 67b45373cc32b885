-- What each person has: the stores where they bought and the packages that they took,
-- with the first day. A store where somebody bought is known to them, so it is owned; a
-- package that was cancelled is known too, and winning it back is another campaign.
select
    'store' as catalogue,
    customer_id,
    store_id as item_id,
    min(purchase_date) as first_date
from {{ ref('fct_purchases') }}
where is_kept and customer_id is not null
group by customer_id, store_id

union all

select
    'package' as catalogue,
    customer_id,
    package_code as item_id,
    min({{ local_date('started_at') }}) as first_date
from {{ ref('fct_package_subscriptions') }}
where customer_id is not null
group by customer_id, package_code
