select * from {{ source('fitted_insights', 'forecast_evaluation') }}
