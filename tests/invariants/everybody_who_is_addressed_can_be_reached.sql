-- Whom no list could reach would be counted as treated and dilute what the campaign
-- shows. A row is somebody in an audience, of either arm, without an identifier that
-- its channel takes.
select audiences.campaign_code, audiences.customer_id, campaigns.channel
from {{ ref('campaign_audiences') }} as audiences
inner join {{ ref('campaigns') }} as campaigns
    on audiences.campaign_code = campaigns.campaign_code
where
    audiences.change <> 'remove'
    and not exists (
        select 1
        from {{ ref('customer_reach') }} as reach
        inner join {{ ref('channel_identifiers') }} as channels
            on reach.identifier = channels.identifier
        where
            reach.customer_id = audiences.customer_id
            and channels.channel = campaigns.channel
    )
