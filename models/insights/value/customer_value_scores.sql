-- What each person is expected to buy within 90 days of each cut-off: the fitted
-- parameters applied in plain SQL.
with

parameters as (

    select
        fit,
        max(case when model = 'bg_nbd' and parameter = 'r' then value end) as r,
        max(case when model = 'bg_nbd' and parameter = 'alpha' then value end) as alpha,
        max(case when model = 'bg_nbd' and parameter = 'a' then value end) as a,
        max(case when model = 'bg_nbd' and parameter = 'b' then value end) as b,
        max(case when model = 'gamma_gamma' and parameter = 'p' then value end) as p,
        max(case when model = 'gamma_gamma' and parameter = 'q' then value end) as q,
        max(case when model = 'gamma_gamma' and parameter = 'v' then value end) as v
    from {{ ref('customer_value_model') }}
    group by fit

),

-- a fit made before today does not know of who has bought more often since
limits as (

    select
        fit,
        max(purchase_days) as most_purchase_days,
        max(age_days) as oldest
    from {{ ref('customer_value_expectations') }}
    group by fit

),

-- a step of its own: in one with the join below, DuckDB compares everybody with every
-- expectation
histories as (

    select
        history.*,
        least(history.purchase_days, limits.most_purchase_days) as known_purchase_days,
        least(history.age_days, limits.oldest) as known_age_days
    from {{ ref('customer_value_history') }} as history
    inner join limits on history.fit = limits.fit

),

people as (

    select
        histories.customer_id,
        histories.fit,
        histories.purchase_days,
        histories.active_span_days,
        histories.age_days,
        histories.later_purchase_days,
        histories.later_spend,
        cast(histories.net_spend as {{ type_double() }}) as spend,
        histories.purchase_days - 1 as repeats,
        parameters.r,
        parameters.alpha,
        parameters.a,
        parameters.b,
        parameters.p,
        parameters.q,
        parameters.v,
        expectations.expected_purchases_if_alive
    from histories
    inner join parameters on histories.fit = parameters.fit
    inner join {{ ref('customer_value_expectations') }} as expectations
        on
            histories.fit = expectations.fit
            and histories.known_purchase_days = expectations.purchase_days
            and histories.known_age_days = expectations.age_days

),

powers as (

    select
        *,
        -- beyond e^600 nobody is alive, and some engines know no greater number
        least(
            600.0,
            (r + repeats) * (ln(alpha + age_days) - ln(alpha + active_span_days))
        ) as power
    from people

),

judged as (

    select
        *,
        case
            when repeats = 0 then 1
            else 1 / (1 + a / (b + repeats - 1) * exp(power))
        end as probability_alive,
        case
            when p * purchase_days + q > 1
                then p * (v + spend) / (p * purchase_days + q - 1)
            else spend / purchase_days
        end as expected_day_value
    from powers

)

select
    customer_id,
    fit,
    purchase_days,
    age_days,
    cast(probability_alive as {{ type_double() }}) as probability_alive,
    cast(probability_alive * expected_purchases_if_alive as {{ type_double() }})
        as expected_purchases,
    cast(expected_day_value as {{ type_double() }}) as expected_day_value,
    -- by their own pace alone: the plain baseline
    cast(purchase_days * 90 as {{ type_double() }}) / (age_days + 1)
        as paced_purchases,
    later_purchase_days,
    later_spend
from judged
