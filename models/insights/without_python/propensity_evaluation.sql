select * from {{ source('fitted_insights', 'propensity_evaluation') }}
