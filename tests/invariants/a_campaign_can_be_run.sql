-- What `seeds/reference/campaigns.csv` must hold for a campaign to be run and judged. A
-- row is a campaign that breaks it, with what to do.
{% set must_be_there = [
    'campaign_code', 'name_pt', 'name_en', 'channel', 'consent_purpose', 'priority',
    'starts_on', 'ends_on', 'control_share', 'cap_per_person', 'expected_rate',
    'smallest_uplift', 'why',
] %}
{% set refused = {
    'length(campaign_code) > 20': 'its code has more than 20 characters; shorten it',
    'ends_on < starts_on': 'it ends before it starts; mend starts_on or ends_on',
    'control_share <= 0 or control_share >= 1':
        'control_share is not between 0 and 1; write it as 0.2',
    'expected_rate <= 0 or expected_rate >= 1':
        'expected_rate is not between 0 and 1; write it as 0.1',
    'smallest_uplift <= 0': 'smallest_uplift is not above 0; write it as 0.05',
    'smallest_uplift >= 1':
        'smallest_uplift is not below 1; write 15 points as 0.15',
    'smallest_uplift < 1 and expected_rate < 1 and expected_rate + smallest_uplift > 1':
        'expected_rate and smallest_uplift are more than 1 together; lower one of them',
    'propensity_floor < 0 or propensity_floor > 1':
        'propensity_floor is not from 0 to 1; write it as 0.3',
    'propensity_floor is not null and package_code is null':
        'a propensity_floor without a package_code; name the package',
    'package_code is not null and store_category is not null':
        'a package and a category are two aims; empty one of them',
    'cap_per_person < 1': 'cap_per_person is below 1; write it as 1 or more',
} %}
{% for column in must_be_there %}
{% do refused.update({column ~ ' is null': column ~ ' is empty; fill it in'}) %}
{% endfor %}
with

broken as (

    {{ refused_rows(ref('campaigns'), 'campaign_code', refused) }}
    union all

    {% for column, known in [
        ('persona_code', 'personas'), ('channel', 'channel_identifiers'),
    ] %}
    select
        campaigns.campaign_code,
        '{{ column }} is none of seeds/reference/{{ known }}.csv; name one' as remedy
    from {{ ref('campaigns') }} as campaigns
    left join {{ ref(known) }} as known on campaigns.{{ column }} = known.{{ column }}
    where campaigns.{{ column }} is not null and known.{{ column }} is null

    union all
    {% endfor %}
    {% for column in ['campaign_code', 'priority'] %}
    select
        min(campaigns.campaign_code) as campaign_code,
        '{{ column }} is given to two campaigns; change one' as remedy
    from {{ ref('campaigns') }} as campaigns
    group by campaigns.{{ column }}
    having count(*) > 1
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select
    campaign_code,
    'seeds/reference/campaigns.csv: ' || coalesce(campaign_code, 'a row without a code')
    || ': ' || remedy as problem
from broken
