-- What the people of each segment buy: the categories of the stores of their purchases.
with

purchases as (

    select
        'all' as everybody,
        coalesce(segments.segment_id, 'unknown') as segment_id,
        coalesce(stores.category, 'unknown') as category,
        count(*) as purchases,
        count(distinct purchases.customer_id) as people
    from {{ ref('fct_purchases') }} as purchases
    inner join {{ ref('dim_stores') }} as stores
        on purchases.store_id = stores.store_id
    cross join {{ ref('as_of') }} as as_of
    left join {{ ref('customer_segments') }} as segments
        on purchases.customer_id = segments.customer_id
    where
        purchases.is_kept
        and purchases.customer_id is not null
        and purchases.purchase_date <= as_of.as_of_date
    group by
        coalesce(segments.segment_id, 'unknown'),
        coalesce(stores.category, 'unknown')

),

{{ hide_small_cells(
    'hidden',
    'purchases',
    'segment_id',
    'category',
    'people',
    'people',
    table_key='everybody',
) }},

totals as (

    select
        purchases.*,
        hidden.is_hidden,
        sum(purchases.purchases)
            over (partition by purchases.segment_id) as segment_purchases,
        sum(purchases.purchases)
            over (partition by purchases.category) as category_purchases,
        sum(purchases.purchases) over () as all_purchases
    from purchases
    inner join hidden
        on
            purchases.segment_id = hidden.segment_id
            and purchases.category = hidden.category

)

select
    segment_id,
    category,
    case when not is_hidden then cast(people as {{ dbt.type_int() }}) end as customers,
    case
        when not is_hidden then cast(purchases as {{ dbt.type_int() }})
    end as purchases,
    case
        when not is_hidden then {{ share_of('purchases', 'segment_purchases') }}
    end as share,
    case
        when not is_hidden
            then {{ share_of(
                '100.0 * purchases * all_purchases',
                'segment_purchases * category_purchases',
            ) }}
    end as index_vs_all,
    is_hidden
from totals
