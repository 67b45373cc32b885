-- What was known of each person today, and at each cut-off of those that are learnt
-- from: stretches of time are added up, events never meet a cut-off.
with

cutoffs as (

    select * from {{ ref('propensity_cutoffs') }}

),

taught as (

    select customer_id from {{ ref('propensity_taught') }}

),

{{ behaviour_by_cutoff() }},

packages as (

    select
        customer_id,
        cutoff_number,
        sum(case when is_held then 1 else 0 end) as packages_held,
        sum(case when is_held then 0 else 1 end) as packages_given_up,
        min(days_since_taken) as days_since_taken
    from {{ ref('propensity_holdings') }}
    group by customer_id, cutoff_number

),

people as (

    select customer_id, cutoff_number from behaviour

    union distinct

    select customer_id, cutoff_number from packages

    union distinct

    select accounts.customer_id, cutoffs.cutoff_number
    from {{ ref('propensity_accounts') }} as accounts
    inner join cutoffs on accounts.registered_on <= cutoffs.cutoff_date
    where
        cutoffs.cutoff_number = 0
        or accounts.customer_id in (select taught.customer_id from taught)

)

select
    people.customer_id,
    cutoffs.cutoff_number,
    cutoffs.cutoff_date,
    {% for measure, rounded in {
        'visits': count_or_zero, 'weekend_visits': count_or_zero,
        'purchases': count_or_zero, 'viewing_sessions': count_or_zero,
        'net_spend': amount_or_zero, 'viewing_minutes': amount_or_zero,
    }.items() -%}
    {% for part in ['', '_of_three', '_of_one'] -%}
    {{ rounded('behaviour.' ~ measure ~ part) }} as {{ measure }}{{ part }},
    {% endfor -%}
    {% endfor -%}
    {% for trace in ['visit', 'purchase', 'viewing'] -%}
    {{ days_between('behaviour.last_' ~ trace ~ '_date', 'cutoffs.cutoff_date') }}
        as days_since_{{ trace }},
    {% endfor -%}
    {{ days_between('behaviour.first_date', 'cutoffs.cutoff_date') }} as known_days,
    {{ count_or_zero('packages.packages_held') }} as packages_held,
    {{ count_or_zero('packages.packages_given_up') }} as packages_given_up,
    packages.days_since_taken,
    case
        when accounts.subscriber_since <= cutoffs.cutoff_date
            then {{ days_between('accounts.subscriber_since', 'cutoffs.cutoff_date') }}
    end as subscriber_days,
    case when accounts.age_known_since <= cutoffs.cutoff_date then customers.age end
        as age,
    case
        when accounts.age_known_since <= cutoffs.cutoff_date then customers.age_band
    end as age_band,
    case when accounts.gender_known_since <= cutoffs.cutoff_date then customers.gender
    end as gender
from people
inner join cutoffs on people.cutoff_number = cutoffs.cutoff_number
inner join {{ ref('dim_customers') }} as customers
    on people.customer_id = customers.customer_id
left join behaviour
    on
        people.customer_id = behaviour.customer_id
        and people.cutoff_number = behaviour.cutoff_number
left join packages
    on
        people.customer_id = packages.customer_id
        and people.cutoff_number = packages.cutoff_number
left join {{ ref('propensity_accounts') }} as accounts
    on people.customer_id = accounts.customer_id
