{#
    The first two letters of a first name, or null where there are not two: enough to tell a couple's two accounts apart, too little to know anybody by.
    A name that a partner delivers keyed begins with none. Slips of the pen, abbreviations and second names mostly come later in a word, and should not tear one person in two.
#}
{% macro name_start(full_name) -%}
    {%- set letters = without('upper(' ~ without_accents(dbt.split_part(full_name, "' '", 1)) ~ ')', '[^A-Z]') -%}
    case when length({{ letters }}) > 1 and not {{ is_keyed(full_name) }} then substring({{ letters }}, 1, 2) end
{%- endmacro %}
