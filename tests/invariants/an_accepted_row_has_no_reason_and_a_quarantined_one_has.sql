-- An accepted row has a key and no reason against it; a quarantined one has a reason
-- and shows what came. A row here is a verdict that contradicts its evidence; what is
-- left of an erased account, neither key nor name, contradicts nothing.
{% for source_name, table_name in staged_tables() %}
select
    '{{ source_name }}' as source_name,
    '{{ table_name }}' as table_name,
    row_key,
    verdict,
    reject_reason
from {{ ref('stg_' ~ source_name ~ '__' ~ table_name) }}
where
    (verdict = 'accepted' and reject_reason is not null)
    or (
        verdict = 'accepted' and row_key is null
        {% if table_name in ['loyalty_members', 'subscribers'] -%}
        and full_name is not null
        {%- endif %}
    )
    or (verdict = 'quarantined' and (reject_reason is null or raw_row is null))
{{ 'union all' if not loop.last }}
{% endfor %}
