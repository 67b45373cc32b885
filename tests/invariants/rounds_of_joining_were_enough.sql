-- The rounds of joining were enough. A row here is an edge across which a label could
-- still move: add one more round in models/identity/rounds.
with

labels as (

    select * from {{ ref('identity_groups') }}

)

select
    edges.node_id,
    edges.neighbour_id,
    own.label,
    other.label as neighbour_label
from {{ ref('identity_edges') }} as edges
inner join labels as own on edges.node_id = own.node_id
inner join labels as other on edges.neighbour_id = other.node_id
where not own.is_anchored and own.label <> other.label
