-- A package or a kind of store that the mall does not have sells nothing, and its
-- campaign reaches nobody or shows no effect: a warning, since the seed's examples are
-- those of the sample. Campaigns that are over are let alone.
{{ config(severity='warn') }}

with

campaigns as (

    select campaigns.*
    from {{ ref('campaigns') }} as campaigns
    cross join {{ ref('as_of') }} as as_of
    where campaigns.ends_on >= as_of.as_of_date

),

aimless as (

    {% for aim, known, name, raw_table in [
        ('package_code', 'dim_packages', 'package_code', 'streaming/packages'),
        ('store_category', 'dim_stores', 'category', 'mall/stores'),
    ] %}
    select
        campaign_code,
        '{{ aim }} ' || {{ aim }} || ' is not in {{ raw_table }};' as wrong
    from campaigns
    where
        {{ aim }} is not null
        and {{ aim }} not in (
            select {{ name }} from {{ ref(known) }} where {{ name }} is not null
        )
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select
    campaign_code,
    'seeds/reference/campaigns.csv: ' || campaign_code || ': ' || wrong
    || ' name one that is, or delete the row' as problem
from aimless
