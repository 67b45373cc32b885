-- An accepted row has a key and no reason against it; a quarantined one has a reason
-- and shows what came. A row here is a verdict that contradicts its evidence.
{% for source_name, table_name in staged_tables() %}
select
    '{{ source_name }}' as source_name,
    '{{ table_name }}' as table_name,
    row_key,
    verdict,
    reject_reason
from {{ ref('stg_' ~ source_name ~ '__' ~ table_name) }}
where
    (verdict = 'accepted' and (reject_reason is not null or row_key is null))
    or (verdict = 'quarantined' and (reject_reason is null or raw_row is null))
{{ 'union all' if not loop.last }}
{% endfor %}
