-- Up to which day is known what people have: `published` knows all, what a partner
-- delivered since the last sale too; `test` stops early, so that the days after it can
-- say whether it foretold them. No rows before any sale.
select
    'published' as horizon,
    cast('9999-12-31' as date) as known_until
from {{ ref('as_of') }}
where as_of_date is not null

union all

select
    'test' as horizon,
    cast(
        {{ dbt.dateadd('day', -var('recommendation_test_days'), 'as_of_date') }} as date
    ) as known_until
from {{ ref('as_of') }}
where as_of_date is not null
