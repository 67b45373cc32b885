-- What is published of groups tells nothing of fewer people than `min_cell_size`. A row
-- is a figure of a few.
{% set groups = [
    ('dim_segments', 'segment_id', 'customers'),
    ('segment_profiles', "segment_id || ' ' || measure", 'customers'),
    ('segment_transitions', "from_segment_id || ' ' || to_segment_id", 'customers'),
    ('package_preference_by_age_band', "age_band || ' ' || package_code", 'subscribers'),
    ('package_preference_by_segment', "segment_id || ' ' || package_code", 'subscribers'),
    ('campaign_results', "campaign_code || ' ' || arm", 'conversions'),
    ('campaign_results', "campaign_code || ' ' || arm", 'customers'),
] %}

{% for table_name, group_of, people in groups %}
select
    '{{ table_name }}' as table_name,
    {{ group_of }} as group_of_people,
    {{ people }} as people
from {{ ref(table_name) }}
where {{ people }} < {{ var('min_cell_size') }}
{{ 'union all' if not loop.last }}
{% endfor %}
