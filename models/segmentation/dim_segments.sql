-- Lives with the other dimensions in the schema `marts`, though only segmentation can fill it.
{{ config(schema='marts') }}

with

sizes as (

    select segment_id, count(*) as customers
    from {{ ref('customer_segments') }}
    where segment_id is not null
    group by segment_id

),

-- the three measures that set a segment apart most, for those that no persona describes
marks as (

    select
        segment_id,
        measure,
        index_vs_all,
        row_number() over (partition by segment_id order by abs(ln(index_vs_all / 100)) desc, measure) as position
    from {{ ref('segment_profiles') }}
    where index_vs_all > 0

),

descriptions as (

    select
        segment_id,
        {{ dbt.listagg("measure || ' ' || cast(round(index_vs_all, 0) as " ~ dbt.type_int() ~ ")", "', '", "order by position") }} as description
    from marks
    where position <= 3
    group by segment_id

)

select
    sizes.segment_id,
    personas.persona_code,
    personas.name_pt as persona_name_pt,
    personas.name_en as persona_name_en,
    coalesce(personas.description_en || '. ', '') || 'Index against all (100): ' || coalesce(descriptions.description, 'none') as description,
    cast(sizes.customers as {{ dbt.type_int() }}) as customers
from sizes
left join {{ ref('segment_personas') }} as segment_personas on sizes.segment_id = segment_personas.segment_id
left join {{ ref('personas') }} as personas on segment_personas.persona_code = personas.persona_code
left join descriptions on sizes.segment_id = descriptions.segment_id
