-- Whose each identifier value is, without whoever asked to be erased. This is what
-- events are joined with, as late as possible, so that a link found today moves
-- yesterday's purchases. A view: the erasure has emptied the table behind it.
{{ config(materialized='view') }}
-- depends_on: {{ ref('erased_identifiers') }}

select
    node_id, node_type, node_key, level, reason, customer_id, is_seen, first_loaded_at
from {{ ref('identity_owners') }}
