-- The shrunk shares of every person, as the seed says: pseudo-observations of what is
-- indifferent are added. Negative amounts count as nothing, a part is never more than
-- its whole.
with

measured as (

    select
        activity.customer_id,
        shares.share,
        shares.prior_share * shares.prior_strength as pseudo_part,
        shares.prior_strength as pseudo_whole,
        coalesce(
            {{ measure_by_name(
                'activity', 'shares.numerator', activity_measures()
            ) }},
            0
        ) as part,
        coalesce(
            {{ measure_by_name(
                'activity', 'shares.denominator', activity_measures()
            ) }},
            0
        ) as whole
    from {{ ref('customer_activity') }} as activity
    cross join {{ ref('shrunk_shares') }} as shares

),

shrunk as (

    select
        customer_id,
        share,
        (least(greatest(part, 0), greatest(whole, 0)) + pseudo_part)
        / (greatest(whole, 0) + pseudo_whole) as shrunk_share
    from measured

)

select
    {% for share in shrunk_shares() -%}
    max(case when share = '{{ share }}' then shrunk_share end) as {{ share }},
    {% endfor -%}
    customer_id
from shrunk
group by customer_id
