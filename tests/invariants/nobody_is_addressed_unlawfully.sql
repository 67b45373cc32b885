-- Asked of the people themselves. A row is somebody in an audience who did not consent,
-- is a minor or might be one, or is nobody that the warehouse knows. Without a birth
-- date an age may be a year too high.
select
    audiences.campaign_code,
    audiences.customer_id,
    customers.age,
    customers.marketing_consent
from {{ ref('campaign_audiences') }} as audiences
left join {{ ref('dim_customers') }} as customers
    on audiences.customer_id = customers.customer_id
left join {{ ref('customer_attributes') }} as births
    on
        audiences.customer_id = births.customer_id
        and births.attribute = 'birth_date'
where
    audiences.change <> 'remove'
    and (
        customers.customer_id is null
        or not customers.marketing_consent
        or coalesce(customers.age, 0) < 18
        or (customers.age = 18 and births.customer_id is null)
    )
