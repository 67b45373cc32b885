-- Who moved between segments from one day of the membership history to the next? Every
-- flow, with its part of the segment that it left. There are no rows until builds for
-- two days are there: build with `as_of_date` set to an earlier day, then without.
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

flows as (

    select
        as_of_date,
        from_segment_id,
        to_segment_id,
        customers,
        sum(customers) over (partition by as_of_date, from_segment_id) as left_behind
    from {{ ref('segment_transitions') }}

)

select
    flows.as_of_date,
    flows.from_segment_id,
    flows.to_segment_id,
    flows.customers,
    cast(100.0 * flows.customers / flows.left_behind as decimal(18, 1))
        as percent_of_from,
    days.model_version = days.previous_version as is_same_model
from flows
inner join days on flows.as_of_date = days.as_of_date
order by
    flows.as_of_date asc,
    flows.customers desc,
    flows.from_segment_id asc,
    flows.to_segment_id asc
