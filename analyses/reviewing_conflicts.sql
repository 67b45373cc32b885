-- Which identifiers did identity not believe, and why? Every reason with its count and
-- its three widest cases. To see the records behind one, look in `identity_links` for
-- the `identifier_key` that begins so; to change the rule, edit the seed
-- `identifier_policy` or `junk_identifiers`.
with

conflicts as (

    select * from {{ ref('identity_conflicts') }}

),

ranked as (

    select
        reason,
        identifier_type,
        identifier_key,
        level,
        {{ adapter.quote('records') }} as records_seen,
        count(*) over (partition by reason) as conflicts,
        row_number() over (
            partition by reason
            order by
                {{ adapter.quote('records') }} desc,
                identifier_type asc,
                identifier_key asc
        ) as example
    from conflicts

)

select
    reason,
    conflicts,
    identifier_type,
    level,
    records_seen,
    substring(identifier_key, 1, 16) as key_begins
from ranked
where example <= 3
order by conflicts desc, reason asc, example asc
