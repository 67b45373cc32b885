-- What became of each campaign's target: how many may be addressed, why the others are
-- not, and whether the arms are large enough for what marketing hopes to see.
{% set refusals = [
    'no_consent', 'age_unknown', 'minor', 'unreachable', 'capped', 'too_few'
] %}
{% set counts = ['targeted'] + refusals + ['treated', 'controls'] %}

with

-- who was drawn before has that arm, whatever today's draw says
given as (

    select
        selection.campaign_code,
        selection.refusal,
        coalesce(assignments.arm, selection.arm) as arm
    from {{ ref('campaign_selection') }} as selection
    left join {{ ref('campaign_assignments') }} as assignments
        on
            selection.campaign_code = assignments.campaign_code
            and selection.customer_id = assignments.customer_id
            and selection.refusal is null

),

counted as (

    select
        campaign_code,
        count(*) as targeted,
        {% for refusal in refusals -%}
        sum(case when refusal = '{{ refusal }}' then 1 else 0 end) as {{ refusal }},
        {% endfor -%}
        sum(case when arm = 'treatment' then 1 else 0 end) as treated,
        sum(case when arm = 'control' then 1 else 0 end) as controls
    from given
    group by campaign_code

),

{{ told_parts(counts[1:], ['treated', 'controls']) }},

sized as (

    select counted.*, campaigns.expected_rate
    from counted
    inner join {{ ref('campaigns') }} as campaigns
        on counted.campaign_code = campaigns.campaign_code

),

detectable as (

    {{ detectable_uplift() }}

),

judged as (

    select
        campaigns.campaign_code,
        campaigns.name_en,
        campaigns.name_pt,
        case when told.is_arm_hidden = 0 then counted.targeted end as targeted,
        -- that nobody is in the others would tell of what is withheld
        {% for part in counts[1:] -%}
        coalesce(told.{{ part }}, case when told.is_all_told = 1 then 0 end)
            as {{ part }},
        {% endfor -%}
        case
            when campaigns.ends_on < as_of.as_of_date then 'over'
            when counted.treated + counted.controls > 0 then 'ready'
            when coalesce(counted.targeted, 0) = 0 then 'nobody_fits'
            else 'too_few'
        end as status,
        detectable.detectable_uplift,
        counted.treated > 0 and counted.controls > 0 as has_arms,
        -- what is withheld shows nothing, however large it is
        coalesce(
            detectable.detectable_uplift <= campaigns.smallest_uplift
            and {{ enough_to_tell('counted.controls', 'campaigns.expected_rate') }}
            and {{ enough_to_tell(
                'counted.treated',
                '(campaigns.expected_rate + campaigns.smallest_uplift)'
            ) }},
            false
        ) as is_large_enough
    from {{ ref('campaigns') }} as campaigns
    cross join {{ ref('as_of') }} as as_of
    left join counted on campaigns.campaign_code = counted.campaign_code
    left join told on campaigns.campaign_code = told.campaign_code
    left join detectable on campaigns.campaign_code = detectable.campaign_code

)

select
    campaign_code,
    name_en,
    name_pt,
    status,
    case
        when targeted >= {{ var('min_cell_size') }}
            then cast(targeted as {{ dbt.type_int() }})
    end as targeted,
    {% for part in counts[1:] -%}
    cast({{ part }} as {{ dbt.type_int() }}) as {{ part }},
    {% endfor -%}
    -- it is made of the sizes of both arms
    case when treated > 0 and controls > 0 then detectable_uplift end
        as detectable_uplift,
    case when has_arms then is_large_enough end as is_large_enough
from judged
