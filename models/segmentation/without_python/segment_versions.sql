select * from {{ source('fitted', 'segment_versions') }}
