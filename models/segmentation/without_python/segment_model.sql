select * from {{ source('fitted', 'segment_model') }}
