{# The pairs of a sale and a receipt that are each other's nearest in time; ties go by key, so that the order of rows decides nothing. #}
{% macro mutual_nearest(candidates) %}
    select sale_id, receipt_key, seconds_apart
    from (
        select
            sale_id,
            receipt_key,
            seconds_apart,
            row_number() over (partition by sale_id order by seconds_apart, receipt_key) as sale_choice,
            row_number() over (partition by receipt_key order by seconds_apart, sale_id) as receipt_choice
        from {{ candidates }}
    ) as ranked
    where sale_choice = 1 and receipt_choice = 1
{% endmacro %}
