{#
    Common table expressions that end in `controlled`: the rows of `judged` (with `p_value`, and how many `tests` there were) with a `q_value`.

    That of Benjamini and Hochberg (1995): calling significant what lies at or under a rate makes at most that part of it false, on average. `pair` names the columns
    that order equal p-values.
#}
{% macro false_discoveries(judged, pair) -%}
    ordered as (

        select *, row_number() over (order by p_value, {{ pair }}) as place
        from {{ judged }}

    ),

    -- equal p-values share the last of their places
    placed as (

        select *, max(place) over (partition by cast(p_value as {{ dbt.type_string() }})) as shared_place
        from ordered

    ),

    controlled as (

        select
            *,
            least(1.0, min(p_value * tests / shared_place) over (
                order by place desc rows unbounded preceding
            )) as q_value
        from placed

    )
{%- endmacro %}
