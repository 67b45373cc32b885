-- Who stands alone in spend and frequency: in a cell of spend_frequency_cores that no
-- dense core reaches, or that held nobody. Without cores nobody is an outlier.
with

grid as (

    select max(x_step) as x_step, max(y_step) as y_step
    from {{ ref('spend_frequency_cores') }}

),

cells as (

    select
        people.customer_id,
        grid.x_step is not null as has_grid,
        case
            when people.frequency <= 0 then 0
            else floor({{ transformed('people.monetary', "'log1p'") }} / grid.x_step)
        end as cell_x,
        case
            when people.frequency <= 0 then 0
            else floor({{ transformed('people.frequency', "'log1p'") }} / grid.y_step)
        end as cell_y
    from {{ ref('scoring_people') }} as people
    cross join grid

)

select
    cells.customer_id,
    cells.has_grid and coalesce(cores.core_id, -1) = -1 as is_outlier
from cells
left join {{ ref('spend_frequency_cores') }} as cores
    on cells.cell_x = cores.cell_x and cells.cell_y = cores.cell_y
