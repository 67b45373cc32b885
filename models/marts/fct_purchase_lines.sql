-- Lines of a refund follow those of the sale that it undoes, as negative lines: so the
-- lines of a purchase add up to what was kept.
with

purchases as (

    select purchase_id, customer_id, source_record_id as sale_id
    from {{ ref('fct_purchases') }}
    where source_system = 'pos'

),

refunds as (

    select sale_id, refunded_sale_id
    from {{ ref('standing_sales') }}
    where status = 'refunded'

),

lines as {{ not_materialized() }} (

    select
        coalesce(refunds.refunded_sale_id, sale_lines.sale_id) as kept_sale_id,
        case when refunds.refunded_sale_id is not null then refunds.sale_id end
            as refund_id,
        sale_lines.line_number,
        sale_lines.product_category,
        sale_lines.product_id,
        case
            when refunds.sale_id is not null then -abs(sale_lines.quantity)
            else sale_lines.quantity
        end as quantity,
        sale_lines.unit_price,
        case
            when refunds.sale_id is not null then -sale_lines.discount_amount
            else sale_lines.discount_amount
        end as discount_amount
    from {{ accepted('stg_mall__pos_sale_lines') }} as sale_lines
    left join refunds on sale_lines.sale_id = refunds.sale_id

),

-- the last line of each sale of which something was given back
last_lines as (

    select sale_lines.sale_id, max(sale_lines.line_number) as line_number
    from {{ accepted('stg_mall__pos_sale_lines') }} as sale_lines
    where
        exists (
            select 1 from refunds
            where refunds.refunded_sale_id = sale_lines.sale_id
        )
    group by sale_lines.sale_id

),

given_back as (

    select
        *,
        row_number() over (
            partition by kept_sale_id order by refund_id, line_number
        ) as position
    from lines
    where refund_id is not null

),

numbered as (

    select
        kept_sale_id,
        line_number,
        product_category,
        product_id,
        quantity,
        unit_price,
        discount_amount
    from lines
    where refund_id is null

    union all

    select
        given_back.kept_sale_id,
        coalesce(last_lines.line_number, 0) + given_back.position as line_number,
        given_back.product_category,
        given_back.product_id,
        given_back.quantity,
        given_back.unit_price,
        given_back.discount_amount
    from given_back
    left join last_lines on given_back.kept_sale_id = last_lines.sale_id

)

select
    purchases.purchase_id,
    cast(numbered.line_number as {{ dbt.type_int() }}) as line_number,
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
inner join purchases on numbered.kept_sale_id = purchases.sale_id
