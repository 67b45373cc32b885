-- Who was erased since the fit is in no mart, and so not here.
select fitted.*
from {{ source('fitted_insights', 'package_propensity') }} as fitted
inner join {{ ref('dim_customers') }} as customers
    on fitted.customer_id = customers.customer_id
