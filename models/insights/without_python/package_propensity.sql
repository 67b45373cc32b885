select * from {{ source('fitted_insights', 'package_propensity') }}
