select * from {{ source('fitted_insights', 'churn_propensity') }}
