-- How far each feature has moved in each segment since the day before: the population
-- stability index, the sum of (p - q) * ln(p / q) over the bins. Every bin has half a
-- person more than it has, or an empty one would have no logarithm.
with

totals as (

    select
        compared.as_of_date,
        compared.previous_date,
        compared.segment_id,
        compared.feature,
        count(*) as bins,
        sum(compared.customers) as customers,
        sum(compared.previous_customers) as previous_customers
    from {{ ref('feature_bins_compared') }} as compared
    group by
        compared.as_of_date,
        compared.previous_date,
        compared.segment_id,
        compared.feature

),

shares as (

    select
        totals.*,
        cast(compared.customers + 0.5 as {{ type_double() }})
        / (totals.customers + 0.5 * totals.bins) as share,
        cast(compared.previous_customers + 0.5 as {{ type_double() }})
        / (totals.previous_customers + 0.5 * totals.bins) as previous_share
    from totals
    inner join {{ ref('feature_bins_compared') }} as compared
        on
            totals.as_of_date = compared.as_of_date
            and totals.segment_id = compared.segment_id
            and totals.feature = compared.feature

),

indices as (

    select
        as_of_date,
        previous_date,
        segment_id,
        feature,
        cast(max(customers) as {{ dbt.type_int() }}) as customers,
        cast(max(previous_customers) as {{ dbt.type_int() }}) as previous_customers,
        -- decimals, so that no order of rows shows in the last digit
        cast(
            sum(cast(
                (share - previous_share) * ln(share / previous_share) as decimal(28, 9)
            )) as {{ type_double() }}
        ) as psi,
        -- what chance would not exceed: bins - 1 and three standard deviations
        (
            {{ share_of(1, 'max(customers)') }}
            + {{ share_of(1, 'max(previous_customers)') }}
        )
        * (max(bins) - 1 + 3 * sqrt(2 * (max(bins) - 1))) as psi_by_chance
    from shares
    group by as_of_date, previous_date, segment_id, feature

),

judged as (

    -- how many there are of a few is told nowhere, nor of everybody beside them, from
    -- whom the others could be taken: of a segment of one of the days alone as well
    select
        *,
        case
            when segment_id = 'all'
                then min(nullif(customers, 0)) over (partition by as_of_date, feature)
            else customers
        end >= {{ var('min_cell_size') }} as may_tell,
        case
            when segment_id = 'all'
                then min(nullif(previous_customers, 0))
                    over (partition by as_of_date, feature)
            else previous_customers
        end >= {{ var('min_cell_size') }} as may_tell_previous
    from indices

)

select
    judged.as_of_date,
    judged.previous_date,
    judged.segment_id,
    judged.feature,
    case when judged.may_tell then judged.customers end as customers,
    case when judged.may_tell_previous then judged.previous_customers end
        as previous_customers,
    judged.psi,
    -- chance is made of both numbers
    case when judged.may_tell and judged.may_tell_previous then judged.psi_by_chance end
        as psi_by_chance,
    limits.warn_at,
    judged.psi >= limits.warn_at
    and judged.psi > judged.psi_by_chance as is_drifting
from judged
inner join {{ ref('drift_limits') }} as limits on judged.feature = limits.feature
where judged.customers > 0 and judged.previous_customers > 0
