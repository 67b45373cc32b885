select * from {{ source('fitted', 'weight_sensitivity') }}
