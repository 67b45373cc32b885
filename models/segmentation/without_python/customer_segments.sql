select * from {{ ref('customer_segments_in_sql') }}
