{#
    The select that finds, campaign by campaign, the smallest uplift that its arms would show four times in five (power 0.8, two-sided 5 %), in steps of a tenth of a point.

    Reads `sized`, an expression with `campaign_code`, `expected_rate`, `treated` and `controls`. Arms of two sizes and rates (Fleiss, Levin & Paik 2003, chapter 4): if nothing
    happens both vary as one share does, else each varies as its own, and where conversions are rare the treated vary much more. No row where an arm is empty, and
    where even a treated arm that converts altogether would show nothing.
#}
{% macro detectable_uplift() -%}
    {%- set rate_of_all = '(expected_rate + uplift * treated / (treated + controls))' -%}
    select campaign_code, min(uplift) as detectable_uplift
    from (
        select
            sized.campaign_code,
            sized.expected_rate,
            sized.treated,
            sized.controls,
            cast(numbers.number as {{ type_double() }}) / 1000 as uplift
        from sized
        cross join ({{ numbers(3) }}) as numbers
        where sized.treated > 0 and sized.controls > 0 and numbers.number > 0
    ) as tried
    where
        expected_rate + uplift <= 1
        and uplift >= 1.959964 * sqrt(
            greatest(0, {{ rate_of_all }} * (1 - {{ rate_of_all }}))
            * ({{ share_of(1, 'treated') }} + {{ share_of(1, 'controls') }})
        ) + 0.841621 * sqrt(
            greatest(0, (expected_rate + uplift) * (1 - expected_rate - uplift)) / treated
            + expected_rate * (1 - expected_rate) / controls
        )
    group by campaign_code
{%- endmacro %}
