-- The rounds of joining people to households were enough. A row here is a tie between
-- two of them: add one more round in models/identity/identity_households.sql.
select ties.customer_id, ties.other_customer_id
from {{ ref('identity_household_ties') }} as ties
inner join {{ ref('identity_households') }} as own
    on ties.customer_id = own.customer_id
inner join {{ ref('identity_households') }} as other
    on ties.other_customer_id = other.customer_id
where ties.is_household and own.household_id <> other.household_id
