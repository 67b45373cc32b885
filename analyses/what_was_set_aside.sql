-- What could not be used, and how much of each table is that? Every table and reason
-- with its rows, as a percentage of the table's raw rows, and one row as it came, but
-- for personal values, of which the shape is shown.
with

quarantined as (

    select
        source_name,
        table_name,
        reason,
        count(*) as quarantined_rows,
        min(raw_row) as example_row
    from {{ ref('quarantined_rows') }}
    group by source_name, table_name, reason

),

conservation as (

    select * from {{ ref('row_conservation') }}

)

select
    quarantined.table_name,
    quarantined.reason,
    quarantined.quarantined_rows,
    cast(
        100.0 * quarantined.quarantined_rows / conservation.raw_rows
        as decimal(18, 3)
    ) as percent_of_table,
    conservation.raw_rows,
    quarantined.example_row
from quarantined
inner join conservation
    on
        quarantined.source_name = conservation.source_name
        and quarantined.table_name = conservation.table_name
order by
    percent_of_table desc,
    quarantined.source_name asc,
    quarantined.table_name asc,
    quarantined.reason asc
