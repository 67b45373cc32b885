-- Who was seen in the house, however often: plates and members, devices and log-ins.
-- A randomised address is made up, and no evidence.
{%- set no_text = 'cast(null as ' ~ dbt.type_string() ~ ')' %}

select
    plate_key,
    member_id,
    {{ no_text }} as device_key,
    {{ no_text }} as email_key,
    {{ no_text }} as phone_key,
    min(first_loaded_at) as first_loaded_at
from {{ accepted('stg_mall__visits', before_erasure=true) }} as visits
where coalesce(plate_key, member_id) is not null
group by plate_key, member_id

union all

select
    {{ no_text }} as plate_key,
    {{ no_text }} as member_id,
    device_key,
    email_key,
    phone_key,
    min(first_loaded_at) as first_loaded_at
from {{ accepted('stg_mall__wifi_sessions', before_erasure=true) }} as wifi_sessions
where not is_randomised_device
group by device_key, email_key, phone_key
