-- The memory against a draw of today: the hash is the same at every build. A row is
-- somebody who changed arms, and whose campaign therefore shows nothing. Who is known
-- by another id since has the arm that was drawn for the former one.
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
left join {{ ref('customer_id_heirs') }} as heirs
    on selection.customer_id = heirs.customer_id
where selection.arm <> assignments.arm and heirs.customer_id is null
