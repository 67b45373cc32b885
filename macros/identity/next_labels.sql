{#
    One round of joining: every group of nodes that no CPF anchors yet takes over a label that it touches.

    A label anchored by a CPF never changes, so two CPFs can never share one: where groups of two CPFs touch, the edge between them ends up refused.
    A free group prefers the anchored label that its strongest edge touches (by priority, then by sightings), else the smallest free label. Whole
    groups move at once, so that a strong link made in an earlier round is never torn by a weaker one, and they go along to where the group that they
    join is going; never to where it was, or strangers who came too late would be left there together. Labels are numbered in hash order, so few
    rounds do; a test fails if they were too few. `max_priority`: weaker identifiers (identifier_policy) wait for later rounds.
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
        edges.priority * 1000 + 999 - least(edges.sightings, 999) as weakness
    from {{ ref('identity_edges') }} as edges
    inner join labels as own on edges.node_id = own.node_id
    inner join labels as other on edges.neighbour_id = other.node_id
    where edges.priority <= {{ max_priority }} and not own.is_anchored and own.label <> other.label

),

-- weakness and label in one number, so that one minimum finds the strongest edge and then the smallest label
offered as (

    select
        label,
        min(case when is_anchored then weakness * 1000000000000 + offered_label end) as anchored_offer,
        min(case when not is_anchored then offered_label end) as free_offer
    from touching
    group by label

),

offers as (

    select
        label,
        coalesce(mod(anchored_offer, 1000000000000), free_offer) as label_taken,
        anchored_offer is not null as is_anchored
    from offered
    where anchored_offer is not null or free_offer < label

),

-- up to three groups in a row move to the one at the end, if that one stays: a group that is longer away waits
moves as (

    select
        first.label,
        coalesce(third.label_taken, second.label_taken, first.label_taken) as label_taken,
        coalesce(third.is_anchored, second.is_anchored, first.is_anchored) as is_anchored
    from offers as first
    left join offers as second on first.label_taken = second.label
    left join offers as third on second.label_taken = third.label
    left join offers as fourth on third.label_taken = fourth.label
    where fourth.label is null

)

select
    labels.node_id,
    coalesce(moves.label_taken, labels.label) as label,
    labels.is_anchored or coalesce(moves.is_anchored, false) as is_anchored
from labels
left join moves on labels.label = moves.label
{% endmacro %}
