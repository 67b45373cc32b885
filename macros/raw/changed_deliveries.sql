{#
    A select of the deliveries of which the raw table and staging do not hold the same rows: it adds up fingerprints, by two primes, since equal counts say little.
    Most days that is the last one, and comparing row by row is left with little to do.
#}
{% macro changed_deliveries(contract, relation) -%}
    {%- set raw_rows = '(select ' ~ row_fingerprint(contract, relation) ~ ' as row_fingerprint from ' ~ relation ~ ')' -%}
    select coalesce(delivered.delivery, known.delivery) as delivery
    from
        {%- for rows, name in [(raw_rows, 'delivered'), (known_fingerprints(), 'known')] %}
        {{ 'full outer join ' if not loop.first }}(
            select
                {{ delivery_of('row_fingerprint') }} as delivery,
                count(*) as row_count,
                sum(mod(row_fingerprint, 2147483647)) as one_sum,
                sum(mod(row_fingerprint, 2147483629)) as other_sum
            from {{ rows }} as fingerprints
            where row_fingerprint is not null
            group by {{ delivery_of('row_fingerprint') }}
        ) as {{ name }}
        {%- endfor %}
        on delivered.delivery = known.delivery
    where
        coalesce(delivered.row_count, 0) <> coalesce(known.row_count, 0)
        or coalesce(delivered.one_sum, 0) <> coalesce(known.one_sum, 0)
        or coalesce(delivered.other_sum, 0) <> coalesce(known.other_sum, 0)
{%- endmacro %}
