-- A package that the partner's list lacks but that was sold or watched is inferred.
with

packages as (

    select * from {{ accepted('stg_streaming__packages') }} as accepted_packages

),

mentions as (

    select package_code from packages

    union all

    select package_code
    from {{ accepted('stg_streaming__package_subscriptions') }} as subscriptions

    union all

    select package_code
    from {{ accepted('stg_streaming__viewing_sessions') }} as viewing_sessions

),

codes as (

    select distinct package_code from mentions

)

select
    codes.package_code,
    coalesce(packages.package_name, codes.package_code) as package_name,
    packages.monthly_price,
    packages.audience,
    packages.package_code is null as is_inferred
from codes
left join packages on codes.package_code = packages.package_code
