-- Round 0: a CPF anchors its own label, an account with a registered CPF starts on that
-- label, everything else stands alone. An account whose CPF was registered by too many
-- to be one person's holds a CPF all the same: it anchors itself.
with

nodes as (

    select * from {{ ref('identity_identifiers') }}

),

cpfs as (

    select * from nodes
    where node_type = 'pos_cpf' and (reason is null or reason <> 'junk')

)

select
    nodes.node_id,
    case when cpfs.level = 'person' then cpfs.node_id else nodes.node_id end as label,
    cpfs.node_id is not null
    or (nodes.node_type = 'pos_cpf' and nodes.level = 'person') as is_anchored
from nodes
left join {{ ref('identity_account_nodes') }} as accounts
    on nodes.node_id = accounts.node_id
left join cpfs on accounts.cpf_id = cpfs.node_id
