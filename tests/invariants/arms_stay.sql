-- The memory against a draw of today: the hash is the same at every build. A row is
-- somebody who changed arms, and whose campaign therefore shows nothing.
select
    selection.campaign_code,
    selection.customer_id,
    selection.arm as drawn_arm,
    assignments.arm as remembered_arm
from {{ ref('campaign_selection') }} as selection
inner join {{ ref('campaign_assignments') }} as assignments
    on
        selection.campaign_code = assignments.campaign_code
        and selection.customer_id = assignments.customer_id
where selection.arm <> assignments.arm
