-- Asked of the facts themselves. A row recommends a store where the person bought, or a
-- package that the person took.
select
    recommendations.customer_id,
    recommendations.store_id as item_id
from {{ ref('store_recommendations') }} as recommendations
inner join {{ ref('fct_purchases') }} as purchases
    on
        recommendations.customer_id = purchases.customer_id
        and recommendations.store_id = purchases.store_id
where purchases.is_kept

union all

select
    recommendations.customer_id,
    recommendations.package_code as item_id
from {{ ref('package_recommendations') }} as recommendations
inner join {{ ref('fct_package_subscriptions') }} as subscriptions
    on
        recommendations.customer_id = subscriptions.customer_id
        and recommendations.package_code = subscriptions.package_code
