select * from {{ source('fitted', 'spend_frequency_cores') }}
