-- What part of what a segment does falls on weekends, luxury and offers, counted as it
-- happened. The shares of `customer_segments` are drawn towards the usual for whoever
-- did little: right for finding groups, and wrong for saying what a group did.
with

totals as (

    select
        'all' as everybody,
        segments.segment_id,
        count(*) as customers,
        sum(activity.visit_days) as visits,
        sum(activity.weekend_visit_days) as weekend_visits,
        sum(activity.purchases) as purchases,
        sum(activity.offer_purchases) as offer_purchases,
        sum(activity.net_spend) as net_spend,
        sum(activity.luxury_spend) as luxury_spend
    from {{ ref('customer_segments') }} as segments
    inner join {{ ref('customer_activity') }} as activity
        on segments.customer_id = activity.customer_id
    where segments.segment_id is not null
    group by segments.segment_id

),

-- all visits less those of the others would be those of a segment withheld alone
{{ hide_small_cells(
    'hidden', 'totals', 'everybody', 'segment_id', 'customers', 'customers'
) }},

judged as (

    select totals.*, hidden.is_hidden
    from totals
    inner join hidden on totals.segment_id = hidden.segment_id

)

select
    segment_id,
    {% for count in [
        'customers', 'visits', 'weekend_visits', 'purchases', 'offer_purchases'
    ] -%}
    case when not is_hidden then cast({{ count }} as {{ dbt.type_int() }}) end
        as {{ count }},
    {% endfor -%}
    {% for amount in ['net_spend', 'luxury_spend'] -%}
    cast(case when not is_hidden then {{ amount }} end as {{ money_type() }})
        as {{ amount }},
    {% endfor -%}
    case when not is_hidden then {{ share_of('weekend_visits', 'visits') }} end
        as weekend_share,
    case when not is_hidden then {{ share_of('offer_purchases', 'purchases') }} end
        as offer_share,
    case
        when not is_hidden and net_spend > 0
            then {{ share_of('luxury_spend', 'net_spend') }}
    end as luxury_share,
    is_hidden
from judged
