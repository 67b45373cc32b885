-- Lives with the other dimensions in the schema `marts`, though only segmentation can
-- fill it.
{{ config(schema='marts') }}

with

personas as (

    select * from {{ ref('personas') }}

),

segment_personas as (

    select * from {{ ref('segment_personas') }}

),

sizes as (

    select segment_id, cast(count(*) as {{ dbt.type_int() }}) as customers
    from {{ ref('customer_segments') }}
    where segment_id is not null
    group by segment_id

),

marks as (

    select
        segment_id,
        measure,
        cast(
            cast(round(index_vs_all) as {{ dbt.type_int() }}) as {{ dbt.type_string() }}
        ) as index_points,
        row_number() over (
            partition by segment_id
            order by abs(ln(index_vs_all / 100)) desc, measure
        ) as position
    from {{ ref('segment_profiles') }}
    where index_vs_all > 0

),

-- the three measures that set a segment apart most
descriptions as (

    select
        segment_id,
        {{ dbt.listagg(
            "measure || ' ' || index_points", "', '", 'order by position'
        ) }} as description
    from marks
    where position <= 3
    group by segment_id

)

select
    sizes.segment_id,
    personas.persona_code,
    personas.name_pt as persona_name_pt,
    personas.name_en as persona_name_en,
    coalesce(personas.description_en || '. ', '')
    || 'Index against all (100): '
    || coalesce(descriptions.description, 'none') as description,
    sizes.customers
from sizes
left join segment_personas on sizes.segment_id = segment_personas.segment_id
left join personas on segment_personas.persona_code = personas.persona_code
left join descriptions on sizes.segment_id = descriptions.segment_id
