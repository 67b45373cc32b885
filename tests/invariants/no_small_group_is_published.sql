-- What is told of a group is told of `min_cell_size` people or more. A row is a group
-- that is smaller; visits of a zone are counted again from the facts.
{% set groups = [
    ('dim_segments', 'segment_id', "''", 'customers'),
    ('segment_profiles', 'segment_id', 'measure', 'customers'),
    ('segment_transitions', 'from_segment_id', 'to_segment_id', 'customers'),
    ('segment_move_reasons', 'from_segment_id', 'to_segment_id', 'customers'),
    ('feature_drift', 'segment_id', 'feature', 'customers'),
    ('feature_drift', 'segment_id', 'feature', 'previous_customers'),
    ('package_preference_by_age_band', 'age_band', 'package_code', 'subscribers'),
    ('package_preference_by_segment', 'segment_id', 'package_code', 'subscribers'),
    ('segment_rhythm', 'segment_id', 'cast(day_of_week as ' ~ dbt.type_string() ~ ')', 'customers'),
    ('segment_categories', 'segment_id', 'category', 'customers'),
    ('customer_demographics', 'age_band', 'gender', 'customers'),
    ('customer_ages', 'age_band', "''", 'customers'),
    ('segment_shares', 'segment_id', "''", 'customers'),
    ('campaign_results', 'campaign_code', 'arm', 'customers'),
    ('campaign_results', 'campaign_code', 'arm', 'conversions'),
] %}
{% for table_name, of_group, cell, people in groups %}
select
    '{{ table_name }}' as table_name,
    {{ of_group }} as of_group,
    {{ cell }} as cell,
    {{ people }} as people
from {{ ref(table_name) }}
where {{ people }} < {{ var('min_cell_size') }}

union all
{% endfor %}
select
    'zone_rhythm' as table_name,
    rhythm.segment_id as of_group,
    rhythm.zone || ' ' || rhythm.day_part as cell,
    count(distinct purchases.customer_id) as people
from {{ ref('zone_rhythm') }} as rhythm
inner join {{ ref('dim_stores') }} as stores
    on rhythm.zone = coalesce(stores.zone, 'unknown')
inner join {{ ref('hours_of_day') }} as hours on rhythm.day_part = hours.day_part
inner join {{ ref('fct_purchases') }} as purchases
    on
        stores.store_id = purchases.store_id
        and {{ local_hour('purchases.purchased_at') }} = hours.hour_of_day
left join {{ ref('customer_segments') }} as segments
    on purchases.customer_id = segments.customer_id
where
    not rhythm.is_hidden
    and purchases.is_kept
    and purchases.customer_id is not null
    and coalesce(segments.segment_id, 'unknown') = rhythm.segment_id
group by rhythm.segment_id, rhythm.zone, rhythm.day_part
having count(distinct purchases.customer_id) < {{ var('min_cell_size') }}
