-- People of equal recency, frequency or money have equal scores, and more of it never
-- scores lower. A row is a value at which the scores 1 to 5 are unfair.
with

bought as (

    select * from {{ ref('customer_segments') }} where recency_days is not null

),

score_values as (

    -- the fewer days ago, the better
    select 'r_score' as score_name, -recency_days as measured, r_score as score
    from bought

    union all

    select 'f_score' as score_name, frequency as measured, f_score as score
    from bought

    union all

    select 'm_score' as score_name, monetary as measured, m_score as score
    from bought

),

scored as (

    select
        score_name,
        measured,
        min(score) as lowest_score,
        max(score) as highest_score,
        lag(max(score)) over (partition by score_name order by measured) as score_below
    from score_values
    group by score_name, measured

)

select score_name, measured, lowest_score, highest_score, score_below
from scored
where
    lowest_score <> highest_score
    or score_below > lowest_score
    or lowest_score < 1
    or highest_score > 5
