-- An identifier that names a household or nobody has no person, any other has one. A
-- row here is a family card whose purchases one member gets, or a person whose events
-- nobody gets.
select node_type, node_key, level, reason, customer_id
from {{ ref('identity_people') }}
where (level = 'person') <> (customer_id is not null)
