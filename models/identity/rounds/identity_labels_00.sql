-- Round 0: a CPF anchors its own label, an account with a registered CPF starts on that
-- label, everything else stands alone.
with

nodes as (

    select * from {{ ref('identity_identifiers') }}

)

select
    nodes.node_id,
    coalesce(cpf_node.node_id, nodes.node_id) as label,
    cpf_node.node_id is not null
    or (nodes.node_type = 'pos_cpf' and nodes.level = 'person') as is_anchored
from nodes
left join {{ ref('identity_accounts') }} as accounts
    on
        nodes.node_type = accounts.source_system
        and nodes.node_key = accounts.source_record_id
left join nodes as cpf_node
    on
        accounts.cpf_key = cpf_node.node_key
        and cpf_node.node_type = 'pos_cpf'
        and cpf_node.level = 'person'
