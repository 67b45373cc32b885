-- Whom to address now, whom to leave alone for comparison, and whom to take off the
-- list. Who may no longer be addressed is on no list, even if the memory was not
-- changed because the build looks back.
with

assignments as (

    select * from {{ ref('campaign_assignments') }}
    where change not in ('gone', 'moved')

),

selected as (

    select campaign_code, customer_id
    from {{ ref('campaign_selection') }}
    where refusal is null

)

select
    assignments.campaign_code,
    assignments.customer_id,
    assignments.arm,
    assignments.change,
    assignments.joined_on,
    assignments.left_on
from assignments
left join selected
    on
        assignments.campaign_code = selected.campaign_code
        and assignments.customer_id = selected.customer_id
where assignments.change = 'remove' or selected.customer_id is not null
