{#
    Every row of a raw table with typed columns and a verdict: accepted, duplicate or quarantined. The contract in the source yml decides.

    Rows with one natural key are versions of one thing. The latest usable version is accepted and the other usable ones are duplicates. An unusable row is
    quarantined, unless it came twice, or a usable version came with it or after it: then it is a duplicate, and so a corrected delivery empties the quarantine.
    Every order is total, so that the order of rows in a file decides nothing.

    An incremental build judges the rows that `forget_changed_rows` has written down: all versions of whatever has changed.
#}
{% macro judged(source_name, table_name) %}
    {% set relation = raw(source_name, table_name) %}
    {# the linter looks at what a model's author wrote, and this is long #}
    {% if var('lint', false) %}{{ return('select * from ' ~ relation) }}{% endif %}
    {% if not execute %}{{ return('') }}{% endif %}
    {% set contract = raw_contract(source_name, table_name) %}
    {#- in a unit test there is no table before this one, and to show a model is not to build it -#}
    {% set is_known = this and flags.WHICH != 'show' and is_incremental() and knows_rows(this) %}
    {{ return(judged_rows(
        contract, relation, row_fingerprint(contract, relation, 'raw_'), unknown_rows(contract, relation) if is_known else none
    )) }}
{% endmacro %}
