-- Receipts of a sale that the central system has too: same store, day and amount paid,
-- close in time, and no identifier that contradicts. Each takes its nearest counterpart
-- where the choice is mutual; a second round serves those whose first choice was taken.
-- Before anybody is erased: identity is told by both, and no row here says whose it is.
with

sales as (

    select
        sale_id,
        upper(store_id) as store_code,
        {{ trading_day('sold_at') }} as trading_day,
        sold_at,
        card_key,
        cpf_key,
        case
            when status = 'refunded' then discount_amount - gross_amount
            else gross_amount - discount_amount
        end as paid_amount
    from {{ accepted('stg_mall__pos_sales', before_erasure=true) }} as accepted_sales
    where not (status = 'void' and original_sale_id is not null)

),

receipts as (

    select
        row_key,
        store_code,
        {{ trading_day('sold_at') }} as trading_day,
        sold_at,
        card_key,
        cpf_key,
        paid_amount
    from {{ accepted('stg_mall__store_receipts', before_erasure=true) }}
        as accepted_receipts

),

pairs as (

    select
        sales.sale_id,
        receipts.row_key as receipt_key,
        abs({{ dbt.datediff('sales.sold_at', 'receipts.sold_at', 'second') }})
            as seconds_apart
    from receipts
    inner join sales
        on
            receipts.store_code = sales.store_code
            and receipts.trading_day = sales.trading_day
            and receipts.paid_amount = sales.paid_amount
    where
        coalesce(receipts.card_key = sales.card_key, true)
        and coalesce(receipts.cpf_key = sales.cpf_key, true)

),

candidates as (

    select sale_id, receipt_key, seconds_apart
    from pairs
    where seconds_apart <= 60 * {{ var('both_systems_tolerance_minutes') }}

),

first_round as (

    {{ mutual_nearest('candidates') }}

),

left_over as (

    select candidates.*
    from candidates
    where
        not exists (
            select 1 from first_round where first_round.sale_id = candidates.sale_id
        )
        and not exists (
            select 1 from first_round
            where first_round.receipt_key = candidates.receipt_key
        )

),

second_round as (

    {{ mutual_nearest('left_over') }}

)

select sale_id, receipt_key, seconds_apart from first_round

union all

select sale_id, receipt_key, seconds_apart from second_round
