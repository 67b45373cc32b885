select
    subscriptions.subscription_id,
    people.customer_id,
    subscriptions.package_code,
    subscriptions.promo_code,
    subscriptions.started_at,
    {% if var('as_of_date') is none -%}
    subscriptions.cancelled_at,
    {%- else -%}
    -- on that day nobody knew of what was cancelled later
    case
        when {{ local_date('subscriptions.cancelled_at') }} <= as_of.as_of_date
            then subscriptions.cancelled_at
    end as cancelled_at,
    {%- endif %}
    coalesce({{ local_date('subscriptions.started_at') }} <= as_of.as_of_date, false)
    and coalesce(
        {{ local_date('subscriptions.cancelled_at') }} > as_of.as_of_date, true
    ) as is_active
from {{ accepted('stg_streaming__package_subscriptions') }} as subscriptions
cross join {{ ref('as_of') }} as as_of
left join {{ ref('identity_people') }} as people
    on
        people.node_type = 'streaming'
        and subscriptions.subscriber_id = people.node_key
