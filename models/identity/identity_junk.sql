-- Values that clerks and customers make up, keyed as staging keys them.
select
    case identifier_type
        when 'cpf' then 'pos_cpf'
        else identifier_type
    end as node_type,
    {{ keyed('identifier_value') }} as node_key,
    why
from {{ ref('junk_identifiers') }}
