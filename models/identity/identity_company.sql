-- Every identifier value with each other one that it was seen with: the pairs, both
-- ways. A view, since it holds nothing that the pairs do not.
{{ config(materialized='view') }}

{% for own, other in [('left', 'right'), ('right', 'left')] %}
select
    {{ own }}_id as node_id,
    {{ other }}_id as other_id,
    {{ other }}_type as other_type,
    identifier_type,
    first_loaded_at
from {{ ref('identity_pairs') }}
{{ 'union all' if not loop.last }}
{% endfor %}
