{#
    The first two letters of a first name, or null where there are not two: enough to tell a couple's two accounts apart, too little to know anybody by.
    Slips of the pen, abbreviations and second names mostly come later in a word, and should not tear one person in two.
#}
{% macro name_start(full_name) -%}
    {%- set letters = without('upper(' ~ without_accents(dbt.split_part(full_name, "' '", 1)) ~ ')', '[^A-Z]') -%}
    case when length({{ letters }}) > 1 then substring({{ letters }}, 1, 2) end
{%- endmacro %}
