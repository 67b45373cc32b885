{#
    A select of the raw rows whose fingerprint is not in the staging table yet. Deliveries are compared once more: what was forgotten since (forget_changed_rows) may lie in
    any of them, where an earlier version of what came today did.
#}
{% macro unknown_rows(contract, relation) -%}
    select raw_rows.*
    from (
        select *, {{ row_fingerprint(contract, relation) }} as row_fingerprint
        from {{ relation }}
        where {{ row_delivery(contract) }} in (
            select changed_deliveries.delivery from ({{ changed_deliveries(contract, relation) }}) as changed_deliveries
        )
    ) as raw_rows
    where not exists (select 1 from {{ this }} as known where known.row_fingerprint = raw_rows.row_fingerprint)
{%- endmacro %}
