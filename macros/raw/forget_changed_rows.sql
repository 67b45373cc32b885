{#
    Before an incremental build of a staging model: deletes the rows of every key of which anything has changed in the raw table, so that all of its versions are judged again,
    together. What is left is what a full build would make.

    Changed is a row that came or went, by how often it is there rather than by `loaded_at`: files come late, twice and in any order, and a corrected
    file takes rows back. Deliveries that hold the same rows as before are left alone. Rows that the erasure of a person emptied have no fingerprint any more. They are read
    again too, for as long as the raw files hold the person: identity must see whom it erases.
#}
{% macro forget_changed_rows() %}
    {% if not execute or not is_incremental() %}{{ return('') }}{% endif %}
    {% if not knows_rows(this) %}{{ return('delete from ' ~ this ~ ' where true') }}{% endif %}
    {% set source_name, table_name = this.identifier[4:].split('__') %}
    {% set contract, relation = raw_contract(source_name, table_name), raw(source_name, table_name) %}
    {% set of_changed = ' in (select changed_deliveries.delivery from changed_deliveries)' %}
    {% set raw_rows = '(select *, ' ~ row_fingerprint(contract, relation) ~ ' as row_fingerprint from ' ~ relation ~ ' where ' ~ row_delivery(contract) ~ of_changed ~ ')' %}
    {% set known_rows = '(select * from ' ~ this ~ ' where ' ~ delivery_of('row_fingerprint') ~ of_changed ~ ')' %}
    delete from {{ this }}
    where
        row_fingerprint is null
        or row_fingerprint in (
            with

            changed_deliveries as ({{ changed_deliveries(contract, relation) }}),

            {% for name, rows in {'delivered': raw_rows, 'known': known_rows}.items() -%}
            {{ name }} as (
                select row_fingerprint, count(*) as row_count
                from {{ rows }} as counted
                group by row_fingerprint
            ),

            {% endfor -%}
            changed as (
                select coalesce(delivered.row_fingerprint, known.row_fingerprint) as row_fingerprint
                from delivered
                full outer join known on delivered.row_fingerprint = known.row_fingerprint
                where coalesce(delivered.row_count, 0) <> coalesce(known.row_count, 0)
            ),

            changed_rows as (
                select * from {{ raw_rows }} as raw_rows where row_fingerprint in (select changed.row_fingerprint from changed)
            ),

            changed_keys as (
                select coalesce(row_key, '') as row_key from {{ this }} where row_fingerprint in (select changed.row_fingerprint from changed)
                union distinct
                select coalesce({{ row_key(contract) }}, '') as row_key from ({{ typed_rows(contract, 'changed_rows') }}) as typed
            )

            select staged.row_fingerprint
            from {{ this }} as staged
            where coalesce(staged.row_key, '') in (select changed_keys.row_key from changed_keys)
        )
{% endmacro %}
