select * from {{ source('fitted', 'segment_stability') }}
