-- What became of each erasure request. It remembers what a request found when it was
-- honoured, since the next build may find nothing left, so no refresh empties it; a
-- request that named nobody is asked again at every build.
{{ config(
    materialized='incremental',
    unique_key='request_id',
    full_refresh=false,
    on_schema_change='fail',
) }}

select
    erasures.request_id,
    erasures.requested_at,
    case when erasures.people > 0 then as_of.as_of_date end as erased_on,
    erasures.people,
    erasures.accounts,
    erasures.cpfs,
    erasures.cards,
    erasures.emails,
    erasures.phones,
    erasures.plates,
    erasures.devices
from {{ ref('identity_erasures') }} as erasures
cross join {{ ref('as_of') }} as as_of
{% if is_incremental() %}
where
    not exists (
        select 1 from {{ this }} as logged
        where logged.request_id = erasures.request_id and logged.people > 0
    )
{% endif %}
