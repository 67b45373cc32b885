{# The statement that adds the ids that the erased had in earlier builds, which only the ledger knows, to what is erased. #}
{% macro remember_former_ids() %}
    insert into {{ relation_of('erased_identifiers') }}
    select distinct 'customer' as node_type, {{ tombstone('ledger.customer_id') }} as tombstone
    from {{ relation_of('customer_id_ledger') }} as ledger
    inner join {{ relation_of('erased_identifiers') }} as erased
        on ledger.node_type = erased.node_type and {{ tombstone('ledger.node_key') }} = erased.tombstone
    where
        ledger.customer_id is not null
        and not exists (
            select 1 from {{ relation_of('erased_identifiers') }} as known
            where known.node_type = 'customer' and known.tombstone = {{ tombstone('ledger.customer_id') }}
        )
{% endmacro %}
