-- Lines of a refund follow those of the sale that it undoes, as negative lines: so the
-- lines of a purchase add up to what was kept.
with

lines as (

    select
        coalesce(sales.refunded_sale_id, sales.sale_id) as kept_sale_id,
        case
            when sales.refunded_sale_id is not null then sales.sale_id
        end as refund_id,
        sale_lines.line_number,
        sale_lines.product_category,
        sale_lines.product_id,
        case
            when sales.status = 'refunded' then -abs(sale_lines.quantity)
            else sale_lines.quantity
        end as quantity,
        sale_lines.unit_price,
        case
            when sales.status = 'refunded' then -sale_lines.discount_amount
            else sale_lines.discount_amount
        end as discount_amount
    from {{ accepted('stg_mall__pos_sale_lines') }} as sale_lines
    inner join {{ ref('standing_sales') }} as sales
        on sale_lines.sale_id = sales.sale_id

),

numbered as (

    select
        *,
        max(case when refund_id is null then line_number end) over (
            partition by kept_sale_id
        ) as last_line_of_sale,
        row_number() over (
            partition by kept_sale_id, case when refund_id is null then 0 else 1 end
            order by refund_id, line_number
        ) as position
    from lines

)

select
    purchases.purchase_id,
    cast(
        case
            when numbered.refund_id is null then numbered.line_number
            else coalesce(numbered.last_line_of_sale, 0) + numbered.position
        end as {{ dbt.type_int() }}
    ) as line_number,
    purchases.customer_id,
    numbered.product_category,
    numbered.product_id,
    cast(numbered.quantity as decimal(18, 3)) as quantity,
    cast(
        -- wider first: the product of two 18-digit decimals has 18 digits in DuckDB;
        -- rounded, for a cast cuts off digits on Redshift
        cast(
            round(cast(numbered.quantity as decimal(28, 3)) * numbered.unit_price, 2)
            as {{ money_type() }}
        )
        - numbered.discount_amount as {{ money_type() }}
    ) as net_amount
from numbered
inner join {{ ref('fct_purchases') }} as purchases
    on
        purchases.source_system = 'pos'
        and numbered.kept_sale_id = purchases.source_record_id
