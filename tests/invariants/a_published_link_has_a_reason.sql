-- A published link says why it was made or refused, in words that fit the decision. A
-- row here is a merge, or a refusal, that nobody can explain.
select
    source_system_a,
    source_record_id_a,
    source_system_b,
    source_record_id_b,
    decision,
    reason
from {{ ref('identity_links') }}
where
    reason is null
    or (decision = 'accepted')
    <> (reason = 'alike' or substring(reason, 1, 7) = 'shared_')
