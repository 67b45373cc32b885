-- What each arm of a campaign did. Everybody counts in the arm they were given, whether
-- or not a message reached them. The interval of the uplift is Newcombe's.
with

counted as (

    select
        campaign_code,
        arm,
        count(*) as customers,
        sum(converted) as conversions,
        sum(bought) as buyers,
        sum(net_amount) as net_amount,
        sum(control_share) as controls_expected,
        sum(control_share * (1 - control_share)) as controls_variance
    from {{ ref('campaign_outcomes') }}
    group by campaign_code, arm

),

told as (

    select
        *,
        customers >= {{ var('min_cell_size') }} as is_told,
        conversions >= {{ var('min_cell_size') }} as is_rate_told,
        {{ share_of('conversions', 'customers') }} as rate,
        {{ wilson_bound('conversions', 'customers', '-') }} as rate_low,
        {{ wilson_bound('conversions', 'customers', '+') }} as rate_high
    from counted

),

treated as (

    select * from told where arm = 'treatment'

),

controls as (

    select * from told where arm = 'control'

),

sized as (

    select
        treated.campaign_code,
        treated.customers as treated,
        controls.customers as controls,
        campaigns.expected_rate
    from treated
    inner join controls on treated.campaign_code = controls.campaign_code
    inner join {{ ref('campaigns') }} as campaigns
        on treated.campaign_code = campaigns.campaign_code

),

detectable as (

    {{ detectable_uplift() }}

),

compared as (

    select
        treated.campaign_code,
        detectable.detectable_uplift,
        treated.rate - controls.rate as uplift,
        treated.rate - controls.rate - sqrt(
            power(treated.rate - treated.rate_low, 2)
            + power(controls.rate_high - controls.rate, 2)
        ) as uplift_low,
        treated.rate - controls.rate + sqrt(
            power(treated.rate_high - treated.rate, 2)
            + power(controls.rate - controls.rate_low, 2)
        ) as uplift_high,
        treated.is_told and controls.is_told as is_told,
        treated.is_rate_told and controls.is_rate_told as is_uplift_told,
        {{ ratio_mismatch(
            'controls.customers',
            '(treated.controls_expected + controls.controls_expected)',
            '(treated.controls_variance + controls.controls_variance)'
        ) }} as ratio_chi_square
    from treated
    inner join controls on treated.campaign_code = controls.campaign_code
    left join detectable on treated.campaign_code = detectable.campaign_code

)

select
    told.campaign_code,
    told.arm,
    case
        when told.is_told then cast(told.customers as {{ dbt.type_int() }})
    end as customers,
    case
        when told.is_rate_told then cast(told.conversions as {{ dbt.type_int() }})
    end as conversions,
    case when told.is_rate_told then told.rate end as conversion_rate,
    case
        when told.buyers >= {{ var('min_cell_size') }}
            then cast(told.net_amount as {{ money_type() }})
    end as net_amount,
    {% for figure in ['uplift', 'uplift_low', 'uplift_high'] -%}
    case when compared.is_uplift_told then compared.{{ figure }} end as {{ figure }},
    {% endfor -%}
    {% for figure in ['detectable_uplift', 'ratio_chi_square'] -%}
    case when compared.is_told then compared.{{ figure }} end as {{ figure }},
    {% endfor -%}
    -- once in a thousand by chance, so that nobody is alarmed in vain
    case
        when compared.is_told then compared.ratio_chi_square > 10.828
    end as is_ratio_mismatched
from told
left join compared on told.campaign_code = compared.campaign_code
