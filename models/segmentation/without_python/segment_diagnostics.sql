select * from {{ source('fitted', 'segment_diagnostics') }}
