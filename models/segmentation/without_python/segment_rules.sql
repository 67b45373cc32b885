select * from {{ source('fitted', 'segment_rules') }}
