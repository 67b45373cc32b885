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

descriptions as (

    select * from {{ ref('segment_descriptions') }}

),

sizes as (

    select segment_id, cast(count(*) as {{ dbt.type_int() }}) as customers
    from {{ ref('customer_segments') }}
    where segment_id is not null
    group by segment_id

)

select
    sizes.segment_id,
    personas.persona_code,
    personas.name_pt as persona_name_pt,
    personas.name_en as persona_name_en,
    coalesce(personas.description_en || '. ', '')
    || coalesce(descriptions.description_en, '') as description,
    coalesce(personas.description_pt || '. ', '')
    || coalesce(descriptions.description_pt, '') as description_pt,
    case
        when sizes.customers >= {{ var('min_cell_size') }} then sizes.customers
    end as customers
from sizes
left join segment_personas on sizes.segment_id = segment_personas.segment_id
left join personas on segment_personas.persona_code = personas.persona_code
left join descriptions on sizes.segment_id = descriptions.segment_id
