-- Who moved between segments from one day of the membership history to the next? Every
-- flow, with its part of the segment that it left where no flow from there is withheld.
-- There are no rows until builds for two days are there: build with `as_of_date` set to
-- an earlier day, then without.
--
-- Where the fit differs (`is_same_model` is false) ids stay, but lines moved a little:
-- `segment_move_reasons` tells the people who moved from those whom a line passed over.
with

models as (

    select as_of_date, max(model_version) as model_version
    from {{ ref('segment_membership') }}
    group by as_of_date

),

days as (

    select
        as_of_date,
        model_version,
        lag(model_version) over (order by as_of_date) as previous_version
    from models

),

origins as (

    select
        as_of_date,
        from_segment_id,
        case when max(case when is_hidden then 1 else 0 end) = 0 then sum(customers) end
            as customers
    from {{ ref('segment_transitions') }}
    group by as_of_date, from_segment_id

)

select
    flows.as_of_date,
    flows.from_segment_id,
    flows.to_segment_id,
    flows.customers,
    cast(100.0 * flows.customers / origins.customers as decimal(18, 1))
        as percent_of_from,
    days.model_version = days.previous_version as is_same_model
from {{ ref('segment_transitions') }} as flows
inner join origins
    on
        flows.as_of_date = origins.as_of_date
        and flows.from_segment_id = origins.from_segment_id
inner join days on flows.as_of_date = days.as_of_date
order by
    flows.as_of_date asc,
    flows.customers desc,
    flows.from_segment_id asc,
    flows.to_segment_id asc
