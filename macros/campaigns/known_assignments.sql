{#
    Common table expressions that end in `known`: what a campaign remembers of everybody it ever addressed, under the id that they live under now; `followed` keeps the one
    that they had. Reads the expressions `before` and `as_of`. A day that has not come yet is of a build that looked ahead, and forgotten.
#}
{% macro known_assignments() -%}
    followed as (

        select before.*, as_of.as_of_date, heirs.customer_id as heir_id
        from before
        cross join as_of
        left join {{ ref('customer_id_heirs') }} as heirs
            on before.customer_id = heirs.former_id
        where before.change <> 'moved'

    ),

    known as (

        select
            campaign_code,
            coalesce(heir_id, customer_id) as customer_id,
            -- of two who turn out to be one, the treated one was written to: that stands
            max(arm) as arm,
            -- whom a build of today took out was in it on the day before
            max(
                case
                    when change in ('add', 'keep') then 1
                    when
                        change = 'remove'
                        and decided_on = as_of_date
                        and joined_on < as_of_date
                        then 1
                    else 0
                end
            ) as was_in,
            max(case when decided_on = as_of_date then change end) as said_today,
            min(case when joined_on <= as_of_date then joined_on end) as joined_on,
            max(case when left_on <= as_of_date then left_on end) as left_on,
            min(control_share) as control_share
        from followed
        group by campaign_code, coalesce(heir_id, customer_id)

    )
{%- endmacro %}
