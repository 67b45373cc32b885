-- Every raw row is accepted, a duplicate or quarantined. A row here is a raw table and
-- a day of which rows vanished or multiplied on their way to staging.
select
    source_name,
    table_name,
    event_day,
    raw_rows,
    accepted_rows,
    duplicate_rows,
    quarantined_rows
from {{ ref('row_conservation_by_day') }}
where raw_rows <> accepted_rows + duplicate_rows + quarantined_rows
