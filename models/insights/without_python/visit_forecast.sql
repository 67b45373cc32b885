select * from {{ source('fitted_insights', 'visit_forecast') }}
