{#
    The regular expression of a text that is a value of the type, for engines whose cast also takes what is none: PostgreSQL reads `yesterday` and `now` as
    days, 05/01/2025 in whichever order the session is set to, `NaN` and `0x1F` as amounts. It is the form that DuckDB reads, so all judge alike.

    A `timestamptz` is one with a zone: without, the zone of the session would decide what it means.
#}
{% macro written_form(data_type) -%}
    {%- set day -%} [0-9]{4,}[-/ ][0-9]{1,2}[-/ ][0-9]{1,2} {%- endset -%}
    {%- set time -%} [T[:space:]][[:space:]]*[0-9]{1,2}:[0-9]{1,2}(:[0-5]?[0-9]([.][0-9]*)?)? {%- endset -%}
    {%- set zone = '(Z|[-+][0-9]{2}(:?[0-9]{2})?(:[0-9]{2})?| (UTC|GMT|[A-Za-z_]+/[A-Za-z0-9_/+-]+))' -%}
    {%- set forms = {
        'date': day ~ '(' ~ time ~ zone ~ '?)?',
        'timestamp': day ~ '(' ~ time ~ ')?',
        'timestamptz': day ~ time ~ zone,
        'decimal': '[-+]?[0-9._]+([eE][-+]?[0-9_]+)?',
    } -%}
    ^[[:space:]]*{{ forms[data_type.split('(')[0]] }}[[:space:]]*$
{%- endmacro %}
