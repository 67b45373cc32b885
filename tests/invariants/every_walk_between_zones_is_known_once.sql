-- What `seeds/reference/zone_walks.csv` must hold for any two stores to have one walk
-- between them. A row is a walk that is missing or given in both orders, with what to
-- do.
select
    one.zone,
    one.other_zone,
    'seeds/reference/zone_walks.csv: ' || one.zone || ', ' || one.other_zone
    || ': the pair is given in the other order, too; delete one of the rows' as problem
from {{ ref('zone_walks') }} as one
inner join {{ ref('zone_walks') }} as other
    on one.zone = other.other_zone and one.other_zone = other.zone
where one.zone < one.other_zone

union all

{% for other_zone, which in [('same', 'one zone'), ('any', 'zones not listed')] %}
select
    'any' as zone,
    '{{ other_zone }}' as other_zone,
    'seeds/reference/zone_walks.csv: any, {{ other_zone }}: there is no such row;'
    || ' add one, with the minutes between stores of {{ which }}' as problem
from (
    select count(*) as walks
    from {{ ref('zone_walks') }}
    where zone = 'any' and other_zone = '{{ other_zone }}'
) as found
where walks = 0
{{ 'union all' if not loop.last }}
{% endfor %}
