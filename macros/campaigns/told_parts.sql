{#
    Common table expressions that end in `told`: how many people of each campaign's target are in each of the `parts` into which it falls, null where withheld.
    `is_all_told` is 1 where nothing is, and `is_arm_hidden` where an arm is. Reads `counted`, with the campaign_code and a column per part.

    How many fit is told elsewhere (`dim_segments` has the size of a segment), so a part that is withheld alone would be what the others leave. `arms` are those
    of the parts that `campaign_results` tells too.
#}
{% macro told_parts(parts, arms) -%}
    parts as (

        {% for part in parts -%}
        select
            campaign_code,
            campaign_code || ' {{ part }}' as cell,
            '{{ part }}' as part,
            {{ part }} as people,
            {{ 1 if part in arms else 0 }} as is_arm
        from counted
        where {{ part }} > 0
        {{- '\n\n        union all\n' if not loop.last }}
        {% endfor %}
    ),

    {{ hide_small_cells('hidden', 'parts', 'campaign_code', 'cell', 'people', 'people', last='is_arm') }},

    told as (

        select
            parts.campaign_code,
            {% for part in parts -%}
            max(case when parts.part = '{{ part }}' and not hidden.is_hidden then parts.people end) as {{ part }},
            {% endfor -%}
            min(case when hidden.is_hidden then 0 else 1 end) as is_all_told,
            max(case when hidden.is_hidden then parts.is_arm else 0 end) as is_arm_hidden
        from parts
        inner join hidden on parts.cell = hidden.cell
        group by parts.campaign_code

    )
{%- endmacro %}
