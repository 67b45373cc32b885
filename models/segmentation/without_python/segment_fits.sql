select * from {{ source('fitted', 'segment_fits') }}
