select * from {{ source('fitted', 'segment_events') }}
