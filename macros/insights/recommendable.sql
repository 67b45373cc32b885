{#
    Common table expressions that end in `unowned`: what could be recommended to whom, with a score; as many items at least as are wanted (`most`).

    Reads `people` (catalogue, horizon, customer_id, method). What somebody has by the end of the horizon is never recommended. `popularity` and `persona_popularity`
    take what most people have, of all or of the person's segment; `item_cosine` adds up, for each item, its similarities to what the person has, and where nothing is
    similar goes by popularity.
#}
{% macro recommendable(most) -%}
    grouped as (

        select
            people.*,
            case
                when people.method = 'persona_popularity'
                    then coalesce(segments.segment_id, 'everybody')
                else 'everybody'
            end as people_group
        from people
        left join {{ ref('customer_segments') }} as segments
            on people.customer_id = segments.customer_id

    ),

    owned as (

        select
            grouped.*,
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

    owners as (

        select catalogue, horizon, method, customer_id, people_group, count(*) as owned_items
        from owned
        group by catalogue, horizon, method, customer_id, people_group

    ),

    -- as many as are wanted are left when all that is owned is taken away
    popular as (

        select
            owners.catalogue,
            owners.horizon,
            owners.method,
            owners.customer_id,
            owners.people_group,
            popularity.item_id,
            case
                when owners.method = 'item_cosine' then cast(0 as decimal(18, 9))
                else cast(popularity.share as decimal(18, 9))
            end as score
        from owners
        inner join {{ ref('recommendation_popularity') }} as popularity
            on
                owners.catalogue = popularity.catalogue
                and owners.horizon = popularity.horizon
                and owners.people_group = popularity.people_group
                and popularity.place <= owners.owned_items + {{ most }}

    ),

    alike as (

        select
            owned.catalogue,
            owned.horizon,
            owned.method,
            owned.customer_id,
            owned.people_group,
            similarities.neighbour_id as item_id,
            sum(similarities.similarity) as score
        from owned
        inner join {{ ref('recommendation_similarities') }} as similarities
            on
                owned.catalogue = similarities.catalogue
                and owned.horizon = similarities.horizon
                and owned.item_id = similarities.item_id
        where owned.method = 'item_cosine'
        group by
            owned.catalogue, owned.horizon, owned.method, owned.customer_id,
            owned.people_group, similarities.neighbour_id

    ),

    -- what is owned goes by counting, not by a join: planners without statistics of these
    -- expressions would compare every row with every other
    unowned as (

        select
            catalogue, horizon, method, customer_id, people_group, item_id,
            max(score) as score
        from (
            select
                catalogue, horizon, method, customer_id, people_group, item_id, score, 0 as is_owned
            from popular
            union all
            select
                catalogue, horizon, method, customer_id, people_group, item_id, score, 0 as is_owned
            from alike
            union all
            select
                catalogue, horizon, method, customer_id, people_group, item_id,
                cast(0 as decimal(18, 9)) as score, 1 as is_owned
            from owned
        ) as everything
        group by catalogue, horizon, method, customer_id, people_group, item_id
        having max(is_owned) = 0

    )
{%- endmacro %}
