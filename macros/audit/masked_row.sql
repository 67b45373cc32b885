{#
    A raw row, which staging keeps as a JSON text, with the shape alone of what the source yml calls personal (`pii: true`) and of what looks so elsewhere.
#}
{% macro masked_row(source_name, table_name, raw_row) -%}
    {#- the linter looks at what a model's author wrote, and this is long -#}
    {%- if var('lint', false) or not execute %}{{ return(raw_row) }}{% endif -%}
    {%- set values = {} -%}
    {%- for column in raw_contract(source_name, table_name).columns if column.name != 'loaded_at' -%}
        {%- set value = json_value(raw_row, column.name) -%}
        {%- set shape = shape_of(value) -%}
        {%- do values.update({
            column.name: shape if column.pii else 'case when ' ~ looks_personal(value) ~ ' then ' ~ shape ~ ' else ' ~ value ~ ' end'
        }) -%}
    {%- endfor -%}
    {{ json_of(values) }}
{%- endmacro %}
