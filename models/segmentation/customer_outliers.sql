-- Who stands alone in spend and frequency, and which of the two makes them so. Flagged
-- for a reader; they stay in their segments and in every sum.
with

outliers as (

    select
        customer_id,
        as_of_date,
        segment_id,
        monetary,
        frequency,
        case when monetary > 0 then cast(monetary as {{ type_double() }}) else 0 end
            as positive_monetary
    from {{ ref('customer_segments') }}
    where is_outlier

),

cores as (

    select * from {{ ref('spend_frequency_cores') }} where core_id = -1

)

select
    outliers.customer_id,
    outliers.as_of_date,
    outliers.segment_id,
    -- a fit of an earlier day, or of a sample, may not have met anybody like that
    coalesce(cores.outlier_measure, 'unseen at the fit') as outlier_measure,
    outliers.monetary,
    outliers.frequency
from outliers
left join cores
    on
        floor(ln(1 + outliers.positive_monetary) / cores.x_step) = cores.cell_x
        and floor(ln(1 + outliers.frequency) / cores.y_step) = cores.cell_y
