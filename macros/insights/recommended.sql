{#
    Common table expressions that end in `recommended`: what is recommended to whom, by which method, in which order.

    One text for the recommendations that are published and for those that are put to the test. Reads `people`, as recommendable does. Ties go to the more popular
    item, and each has its place among the popular ones, so there are no others.
#}
{% macro recommended(most) -%}
    {{ recommendable(most) }},

    ranked as (

        select
            unowned.*,
            row_number() over (
                partition by unowned.catalogue, unowned.method, unowned.customer_id
                order by unowned.score desc, popularity.place asc
            ) as item_rank
        from unowned
        inner join {{ ref('recommendation_popularity') }} as popularity
            on
                unowned.catalogue = popularity.catalogue
                and unowned.horizon = popularity.horizon
                and unowned.people_group = popularity.people_group
                and unowned.item_id = popularity.item_id

    ),

    recommended as (

        select
            catalogue,
            method,
            customer_id,
            item_id,
            cast(score as {{ type_double() }}) as score,
            cast(item_rank as {{ dbt.type_int() }}) as item_rank
        from ranked
        where item_rank <= {{ most }}

    )
{%- endmacro %}
