select * from {{ source('fitted', 'visit_hour_cores') }}
