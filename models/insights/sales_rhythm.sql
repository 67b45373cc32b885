-- When the mall sells: the hours of the week of every purchase that was kept, whoever
-- made it, by the mall's clock.
with

purchases as (

    select
        dates.day_of_week,
        {{ local_hour('purchases.purchased_at') }} as hour_of_day,
        purchases.net_amount
    from {{ ref('fct_purchases') }} as purchases
    inner join {{ ref('dim_dates') }} as dates
        on purchases.purchase_date = dates.date_day
    cross join {{ ref('as_of') }} as as_of
    where purchases.is_kept and purchases.purchase_date <= as_of.as_of_date

),

cells as (

    select
        'all' as everybody,
        day_of_week * 100 + hour_of_day as hour_of_week,
        day_of_week,
        hour_of_day,
        count(*) as purchases,
        sum(net_amount) as net_sales
    from purchases
    group by day_of_week, hour_of_day

),

{{ hide_small_cells(
    'hidden', 'cells', 'everybody', 'hour_of_week', 'purchases', 'purchases'
) }},

judged as (

    select
        cells.*,
        sum(cells.purchases) over () as all_purchases,
        hidden.is_hidden
    from cells
    inner join hidden on cells.hour_of_week = hidden.hour_of_week

)

select
    day_of_week,
    hour_of_day,
    case
        when not is_hidden then cast(purchases as {{ dbt.type_int() }})
    end as purchases,
    cast(case when not is_hidden then net_sales end as {{ money_type() }}) as net_sales,
    case when not is_hidden then {{ share_of('purchases', 'all_purchases') }} end
        as share,
    is_hidden
from judged
