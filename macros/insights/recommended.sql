{#
    Common table expressions that end in `recommended`: what is recommended to whom, by which method, in which order.

    One text for the recommendations that are published and for those that are put to the test. Reads `people`, as recommendable does. Ties go to the more popular
    item, and each has its place among the popular ones, so there are no others.
#}
{% macro recommended(most) -%}
    {{ recommendable(most) }},

    ranked as (

        select
            *,
            row_number() over (
                partition by person_number order by similarity desc, place asc
            ) as item_rank
        from unowned

    ),

    recommended as (

        select
            grouped.catalogue,
            grouped.method,
            grouped.customer_id,
            popularity.item_id,
            cast(
                case
                    when grouped.method = 'item_cosine' then ranked.similarity
                    else cast(popularity.share as decimal(18, 9))
                end as {{ type_double() }}
            ) as score,
            cast(ranked.item_rank as {{ dbt.type_int() }}) as item_rank
        from ranked
        inner join grouped on ranked.person_number = grouped.person_number
        inner join {{ ref('recommendation_popularity') }} as popularity
            on
                grouped.catalogue = popularity.catalogue
                and grouped.horizon = popularity.horizon
                and grouped.people_group = popularity.people_group
                and ranked.place = popularity.place
        where ranked.item_rank <= {{ most }}

    )
{%- endmacro %}
