-- The memory against a draw of today: the hash is the same at every build. A row is a
-- campaign some of whose people changed arms, and which therefore shows nothing. Who is
-- known by another id since has the arm that was drawn for the former one. Who was
-- drawn with a smaller share of controls than today's may be treated where today's draw
-- says control, and the other way round.
with

changed as (

    select selection.campaign_code, selection.customer_id
    from {{ ref('campaign_selection') }} as selection
    inner join {{ ref('campaign_assignments') }} as assignments
        on
            selection.campaign_code = assignments.campaign_code
            and selection.customer_id = assignments.customer_id
    inner join {{ ref('campaigns') }} as campaigns
        on selection.campaign_code = campaigns.campaign_code
    left join {{ ref('customer_id_heirs') }} as heirs
        on selection.customer_id = heirs.customer_id
    where
        selection.arm <> assignments.arm
        and heirs.customer_id is null
        and not coalesce(
            case
                when assignments.arm = 'treatment'
                    then assignments.control_share < campaigns.control_share
                else assignments.control_share > campaigns.control_share
            end,
            false
        )

)

select
    campaign_code,
    count(*) as people,
    'seeds/reference/campaigns.csv: ' || campaign_code
    || ': people have another arm than would be drawn today; bring back the key that'
    || ' they were drawn with, or give the campaign a new code' as problem
from changed
group by campaign_code
