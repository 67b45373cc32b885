-- Every centavo that came in is accepted, a duplicate or quarantined. A row here is a
-- raw table of which money vanished or multiplied on its way through staging.
select
    source_name,
    table_name,
    raw_amount,
    accepted_amount,
    duplicate_amount,
    quarantined_amount
from {{ ref('row_conservation') }}
where raw_amount <> accepted_amount + duplicate_amount + quarantined_amount
