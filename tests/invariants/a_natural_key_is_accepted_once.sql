-- A natural key is accepted once. A row here is a thing that would be counted twice:
-- two of its versions were accepted.
{% for source_name, table_name in staged_tables() %}
select
    '{{ source_name }}' as source_name,
    '{{ table_name }}' as table_name,
    row_key,
    count(*) as accepted_rows
from {{ ref('stg_' ~ source_name ~ '__' ~ table_name) }}
where verdict = 'accepted' and row_key is not null
group by row_key
having count(*) > 1
{{ 'union all' if not loop.last }}
{% endfor %}
