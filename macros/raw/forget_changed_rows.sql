{#
    Before an incremental build of a staging model: writes down which raw rows are to be judged (rows_to_judge), and deletes those of them that the table holds. They are all
    versions of every key of which anything has changed in the raw table, so what is left and what will be judged are together what a full build would make.

    Changed is a row that came or went, by how often it is there rather than by `loaded_at`: files come late, twice and in any order, and a corrected
    file takes rows back. Deliveries that hold the same rows as before are left alone, but for the rows that the erasure of a person emptied: they are read again for as long as
    the raw files hold the person, since identity must see whom it erases.
#}
{% macro forget_changed_rows() %}
    {% if not execute or not is_incremental() %}{{ return('') }}{% endif %}
    {% if not knows_rows(this) %}{{ return('delete from ' ~ this ~ ' where true') }}{% endif %}
    {% set source_name, table_name = this.identifier[4:].split('__') %}
    {% do run_query('drop table if exists ' ~ rows_to_judge()) %}
    {% do run_query('create table ' ~ rows_to_judge() ~ ' as ' ~ changed_rows(raw_contract(source_name, table_name), raw(source_name, table_name))) %}
    {# by itself: with an `or`, PostgreSQL would look through the list once a row #}
    {% do run_query('delete from ' ~ this ~ ' where row_fingerprint is null') %}
    delete from {{ this }} where row_fingerprint in (select to_judge.row_fingerprint from {{ rows_to_judge() }} as to_judge)
{% endmacro %}
