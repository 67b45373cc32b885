-- Nothing later than the as-of day is known to segmentation: a model fitted on the
-- future would look right and predict nothing. A row is a person with a trace from it.
select customer_id, as_of_date, last_purchase_date, last_activity_date
from {{ ref('customer_activity') }}
where
    last_purchase_date > as_of_date
    or last_activity_date > as_of_date
    or first_activity_date > last_activity_date
