-- Every raw row is accepted, a duplicate or quarantined. A row here is a raw table of
-- which rows vanished or multiplied on their way through staging.
select
    source_name,
    table_name,
    raw_rows,
    accepted_rows,
    duplicate_rows,
    quarantined_rows
from {{ ref('row_conservation') }}
where raw_rows <> accepted_rows + duplicate_rows + quarantined_rows
