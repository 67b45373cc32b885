{#
    Common table expressions that end in `unowned`: what could be recommended to whom, by its place among the popular items; as many items at least as are wanted (`most`).

    Reads `people` (catalogue, horizon, customer_id, method). What somebody has by the end of the horizon is never recommended. `popularity` and `persona_popularity`
    take what most people have, of all or of the person's segment; `item_cosine` adds up, for each item, its similarities to what the person has, and where nothing is
    similar goes by popularity.

    People and items go by numbers, since there are millions of pairs: an item's is its place among the popular ones of the person's group.
#}
{% macro recommendable(most) -%}
    grouped as (

        select
            people.*,
            case
                when people.method = 'persona_popularity'
                    then coalesce(segments.segment_id, 'everybody')
                else 'everybody'
            end as people_group,
            row_number() over (
                order by people.customer_id, people.catalogue, people.method
            ) as person_number
        from people
        left join {{ ref('customer_segments') }} as segments
            on people.customer_id = segments.customer_id

    ),

    owned as (

        select
            grouped.person_number,
            grouped.catalogue,
            grouped.horizon,
            grouped.method,
            grouped.people_group,
            history.item_id
        from grouped
        inner join {{ ref('recommendation_horizons') }} as horizons
            on grouped.horizon = horizons.horizon
        inner join {{ ref('recommendation_history') }} as history
            on
                grouped.catalogue = history.catalogue
                and grouped.customer_id = history.customer_id
                and history.first_date <= horizons.known_until

    ),

    placed as (

        select
            owned.person_number,
            owned.method,
            popularity.place
        from owned
        inner join {{ ref('recommendation_popularity') }} as popularity
            on
                owned.catalogue = popularity.catalogue
                and owned.horizon = popularity.horizon
                and owned.people_group = popularity.people_group
                and owned.item_id = popularity.item_id

    ),

    passed_over as (

        select
            person_number,
            -- how many items that they do not have are more popular than this one
            place - row_number() over (partition by person_number order by place)
                as unowned_before
        from placed

    ),

    -- the n-th item that somebody does not have stands after n - 1 others and after all
    -- that they have and that has fewer than n before it
    owned_before as (

        select
            person_number,
            {% for n in range(1, most + 1) -%}
            cast(sum(case when unowned_before < {{ n }} then 1 else 0 end) as {{ dbt.type_int() }})
                as owned_before_{{ n }}{{ ',' if not loop.last }}
            {% endfor %}
        from passed_over
        group by person_number

    ),

    popular as (

        {% for n in range(1, most + 1) -%}
        select person_number, {{ n }} + owned_before_{{ n }} as place
        from owned_before
        {{ 'union all' if not loop.last }}
        {% endfor %}

    ),

    alike as (

        select
            owned.person_number,
            popularity.place,
            similarities.similarity
        from owned
        inner join {{ ref('recommendation_similarities') }} as similarities
            on
                owned.catalogue = similarities.catalogue
                and owned.horizon = similarities.horizon
                and owned.item_id = similarities.item_id
        inner join {{ ref('recommendation_popularity') }} as popularity
            on
                owned.catalogue = popularity.catalogue
                and owned.horizon = popularity.horizon
                and similarities.neighbour_id = popularity.item_id
                and popularity.people_group = 'everybody'
        where owned.method = 'item_cosine'

    ),

    -- what is owned goes by counting, not by a join: planners without statistics of these
    -- expressions would compare every row with every other
    unowned as (

        select
            person_number,
            place,
            sum(similarity) as similarity
        from (
            select person_number, place, cast(0 as decimal(18, 9)) as similarity, 0 as is_owned
            from popular
            union all
            select person_number, place, similarity, 0 as is_owned
            from alike
            union all
            select person_number, place, cast(0 as decimal(18, 9)) as similarity, 1 as is_owned
            from placed
            where method = 'item_cosine'
        ) as everything
        group by person_number, place
        having max(is_owned) = 0

    )
{%- endmacro %}
