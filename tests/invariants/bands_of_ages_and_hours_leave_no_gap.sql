-- Every age and every hour has one band: a gap would lose people from a report, an
-- overlap would double them. A row is an age or hour with none or several.
with

bands as (

    select 'age' as kind, from_age as first_number, to_age as last_number
    from {{ ref('age_bands') }}

    union all

    select 'hour' as kind, from_hour as first_number, to_hour as last_number
    from {{ ref('day_parts') }}

),

wanted as (

    select 'age' as kind, number from ({{ numbers(3) }}) as ages where number <= 120

    union all

    select 'hour' as kind, number from ({{ numbers(2) }}) as hours where number <= 23

)

select wanted.kind, wanted.number, count(bands.kind) as bands_found
from wanted
left join bands
    on
        wanted.kind = bands.kind
        and wanted.number between bands.first_number and bands.last_number
group by wanted.kind, wanted.number
having count(bands.kind) <> 1
