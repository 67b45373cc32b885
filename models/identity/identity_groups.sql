-- Which group each identifier ended up in: what the last round of joining found. A
-- view, so that one place names that round.
{{ config(materialized='view') }}

select node_id, label, is_anchored
from {{ ref('identity_labels_12') }}
