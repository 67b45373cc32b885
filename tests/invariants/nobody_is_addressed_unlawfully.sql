-- Asked of the people themselves. A row is somebody in an audience who did not consent,
-- is a minor or might be one, or is nobody that the warehouse knows.
select
    audiences.campaign_code,
    audiences.customer_id,
    customers.age,
    customers.marketing_consent
from {{ ref('campaign_audiences') }} as audiences
left join {{ ref('dim_customers') }} as customers
    on audiences.customer_id = customers.customer_id
where
    audiences.change <> 'remove'
    and (
        customers.customer_id is null
        or not customers.marketing_consent
        or coalesce(customers.age, 0) < 18
    )
