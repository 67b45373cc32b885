-- Since when each person has an account, and since when one that tells age or gender:
-- who registers later is nobody known at an earlier cut-off.
with

accounts as (

    {% for table, key, node_type in [
        ('stg_mall__loyalty_members', 'member_id', 'loyalty'),
        ('stg_streaming__subscribers', 'subscriber_id', 'streaming'),
    ] -%}
    select
        people.customer_id,
        '{{ node_type }}' as source_system,
        {{ local_date('accounts.registered_at') }} as registered_on,
        coalesce(accounts.birth_date is not null, false)
        or accounts.age_at_registration is not null as tells_age,
        accounts.gender is not null as tells_gender
    from {{ accepted(table) }} as accounts
    inner join {{ ref('identity_people') }} as people
        on
            people.node_type = '{{ node_type }}'
            and accounts.{{ key }} = people.node_key
    where people.customer_id is not null and accounts.registered_at is not null
    {{ 'union all' if not loop.last }}

    {% endfor %}
)

select
    customer_id,
    min(registered_on) as registered_on,
    min(case when source_system = 'streaming' then registered_on end)
        as subscriber_since,
    min(case when tells_age then registered_on end) as age_known_since,
    min(case when tells_gender then registered_on end) as gender_known_since
from accounts
group by customer_id
