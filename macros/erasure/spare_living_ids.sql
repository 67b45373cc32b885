{#
    The statement that takes the ids which somebody lives under now out of what an erasure has found, once `identity_owners` knows nobody erased: ids are made of the
    identifier that was known first, and that may be a spouse's too.
#}
{% macro spare_living_ids() %}
    delete from {{ erased_now() }}
    where
        node_type = 'customer'
        and node_key in (select owners.customer_id from {{ relation_of('identity_owners') }} as owners where owners.customer_id is not null)
{% endmacro %}
