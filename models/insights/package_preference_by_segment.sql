-- Which packages of the partner the people of a segment prefer.
with

members as (

    select customer_id, segment_id
    from {{ ref('customer_segments') }}
    where segment_id is not null

),

all_groups as (

    select segment_id from {{ ref('dim_segments') }}

),

{{ package_preference('segment_id') }}

select
    preference.segment_id,
    segments.persona_name_en,
    segments.persona_name_pt,
    preference.package_code,
    packages.package_name,
    preference.subscribers,
    preference.share,
    preference.index_vs_all,
    preference.is_hidden
from preference
inner join {{ ref('dim_packages') }} as packages
    on preference.package_code = packages.package_code
left join {{ ref('dim_segments') }} as segments
    on preference.segment_id = segments.segment_id
