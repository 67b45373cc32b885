{#
    One round of joining: every group of nodes that no CPF anchors yet takes over a label that it touches.

    A label anchored by a CPF never changes, so two CPFs can never share one: where groups of two CPFs touch, the edge between them ends up refused.
    A free group prefers the anchored label that its strongest edge touches, else the smallest free label. Whole groups move at once, so that a
    strong link made in an earlier round is never torn by a weaker one. Labels are numbered in hash order, so few rounds do; a test fails if they
    were too few. `max_priority`: weaker identifiers (identifier_policy) wait for later rounds.
#}
{% macro next_labels(model_name, max_priority) %}
with

labels as (

    select * from {{ ref(model_name) }}

),

touching as (

    select
        own.label,
        other.label as offered_label,
        other.is_anchored,
        edges.priority
    from {{ ref('identity_edges') }} as edges
    inner join labels as own on edges.node_id = own.node_id
    inner join labels as other on edges.neighbour_id = other.node_id
    where edges.priority <= {{ max_priority }} and not own.is_anchored and own.label <> other.label

),

-- priority and label in one number, so that one minimum finds the strongest edge and then the smallest label
offers as (

    select
        label,
        min(case when is_anchored then priority * 1000000000000 + offered_label end) as anchored_offer,
        min(case when not is_anchored then offered_label end) as free_offer
    from touching
    group by label

)

select
    labels.node_id,
    case
        when offers.anchored_offer is not null then mod(offers.anchored_offer, 1000000000000)
        when offers.free_offer < labels.label then offers.free_offer
        else labels.label
    end as label,
    labels.is_anchored or offers.anchored_offer is not null as is_anchored
from labels
left join offers on labels.label = offers.label and not labels.is_anchored
{% endmacro %}
