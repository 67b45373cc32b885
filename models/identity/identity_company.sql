-- Every identifier value with each other one that it was seen with: the pairs, both
-- ways. A view, since it holds nothing that the pairs do not.
{{ config(materialized='view') }}

with

pairs as (

    select * from {{ ref('identity_pairs') }}

)

select
    left_type as node_type,
    left_key as node_key,
    right_type as other_type,
    right_key as other_key
from pairs

union all

select
    right_type as node_type,
    right_key as node_key,
    left_type as other_type,
    left_key as other_key
from pairs
