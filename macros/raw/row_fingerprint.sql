{#
    What an incremental build knows a raw row by: a number made of all its values, and of the rules that it is judged by. Its last twelve bits say which delivery the row
    came with (delivery_of).

    The rules are the SQL that judges (so the contract, the time zone, the macros), the staging model's own text with the macros that such texts call, and which key
    personal data are keyed with. Change one of them, and every row is a new row.
#}
{% macro row_fingerprint(contract, relation, prefix='') -%}
    {%- set rules = [judged_rows(contract, relation, "''"), model.raw_code] -%}
    {#- a unit test knows no key; and offline there is none to ask for -#}
    {%- if this and flags.WHICH in ('build', 'run') %}
        {%- do rules.append(run_query('select ' ~ keyed("'which key'")).columns[0][0]) %}
        {%- for called in [keyed_once, clean_payment_method, amount_or_zero] %}{% do rules.append(called('a_column')) %}{% endfor %}
    {%- endif -%}
    {%- set columns = [] -%}
    {%- for column in contract.columns %}{% do columns.append(prefix ~ column.name) %}{% endfor -%}
    {%- do columns.append("cast('" ~ local_md5(rules | join) ~ "' as " ~ dbt.type_string() ~ ")") -%}
    ((({{ fingerprint(columns) }}) >> 12) << 12) + {{ row_delivery(contract, prefix) }}
{%- endmacro %}
