-- A segment in words that are made of its figures, in both languages.
with

marks as (

    select
        profiles.segment_id,
        labels.label_en,
        labels.label_pt,
        cast(
            cast(round(profiles.index_vs_all) as {{ dbt.type_int() }})
            as {{ dbt.type_string() }}
        ) as index_points,
        row_number() over (
            partition by profiles.segment_id
            order by abs(ln(profiles.index_vs_all / 100)) desc, profiles.measure
        ) as position
    from {{ ref('segment_profiles') }} as profiles
    inner join {{ ref('measure_labels') }} as labels
        on profiles.measure = labels.measure
    where profiles.index_vs_all > 0

),

-- the three measures that set a segment apart most
marked as (

    select
        segment_id,
        {% for language in ['en', 'pt'] -%}
        {{ dbt.listagg(
            "label_" ~ language ~ " || ' ' || index_points",
            "', '",
            'order by position'
        ) }} as marks_{{ language }},
        {% endfor -%}
        count(*) as marks
    from marks
    where position <= 3
    group by segment_id

),

rules as (

    select
        *,
        cast(
            cast(round(100 * coverage) as {{ dbt.type_int() }})
            as {{ dbt.type_string() }}
        ) as covered,
        cast(
            cast(round(100 * precision) as {{ dbt.type_int() }})
            as {{ dbt.type_string() }}
        ) as right_ones
    from {{ ref('segment_rules') }}
    where rule_number = 1

)

select
    marked.segment_id,
    coalesce(
        'Mostly: ' || rules.rule_en || ' (' || rules.covered
        || ' % of the segment; right ' || rules.right_ones || ' times of 100). ',
        ''
    )
    || 'Index against all (100): ' || marked.marks_en as description_en,
    coalesce(
        'Em geral: ' || rules.rule_pt || ' (' || rules.covered
        || ' % do segmento; acerta ' || rules.right_ones || ' vezes em 100). ',
        ''
    )
    || 'Índice em relação a todos (100): ' || marked.marks_pt as description_pt
from marked
left join rules on marked.segment_id = rules.segment_id
