-- Every centavo that came in is accepted, a duplicate or quarantined. A row here is a
-- raw table and a day of which money vanished or multiplied on its way to staging.
select
    source_name,
    table_name,
    event_day,
    raw_amount,
    accepted_amount,
    duplicate_amount,
    quarantined_amount
from {{ ref('row_conservation_by_day') }}
where raw_amount <> accepted_amount + duplicate_amount + quarantined_amount
