-- Which packages of the partner people of an age prefer. A share is the part of the
-- band's subscriptions, so that a band's shares add up to 1.
with

members as (

    select customer_id, age_band
    from {{ ref('dim_customers') }}
    where age_band is not null

),

all_groups as (

    select age_band from {{ ref('age_bands') }}

),

{{ package_preference('age_band') }}

select
    preference.age_band,
    preference.package_code,
    packages.package_name,
    preference.subscribers,
    preference.share,
    preference.index_vs_all,
    preference.is_hidden
from preference
inner join {{ ref('dim_packages') }} as packages
    on preference.package_code = packages.package_code
