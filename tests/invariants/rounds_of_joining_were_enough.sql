-- A row is an edge across which a label could still move: the rounds were too few. Add one more round in models/identity/rounds.
select edges.node_id, edges.neighbour_id, own.label, other.label as neighbour_label
from {{ ref('identity_edges') }} as edges
inner join {{ ref('identity_labels_10') }} as own on edges.node_id = own.node_id
inner join {{ ref('identity_labels_10') }} as other on edges.neighbour_id = other.node_id
where not own.is_anchored and own.label <> other.label
