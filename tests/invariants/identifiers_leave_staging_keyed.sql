-- What identifies a person leaves staging as a keyed value. A row here is a CPF, a
-- card, an e-mail, a phone number, a plate or a device that identity could read.
select node_type, node_key
from {{ ref('identity_people') }}
where
    node_type not in ('loyalty', 'streaming')
    and not ({{ is_keyed('node_key') }})
