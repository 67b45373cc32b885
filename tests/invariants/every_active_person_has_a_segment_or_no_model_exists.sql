-- Whoever did anything is in a segment; `unsegmented` is only for a build that found no
-- structure. A row is a person who was lost between activity and segments, or left out
-- of a model that exists.
select activity.customer_id, segments.segment_id, segments.model_version
from {{ ref('customer_activity') }} as activity
left join {{ ref('customer_segments') }} as segments
    on activity.customer_id = segments.customer_id
where
    segments.segment_id is null
    or (
        segments.segment_id = 'unsegmented'
        and exists (select 1 from {{ ref('segment_model') }})
    )
