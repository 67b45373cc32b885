select * from {{ source('fitted_insights', 'customer_value_model') }}
