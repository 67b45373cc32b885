{#
    The natural key of a typed row as one text; a time in a key counts by its local day, and typed codes count without case.
    Null where a part is missing: such a row has no other versions.
#}
{% macro row_key(contract) -%}
    {%- for name in contract.key -%}
        {%- set column = contract.columns | selectattr('name', 'equalto', name) | first -%}
        {{ " || '|' || " if not loop.first }}
        {%- if column.format == 'br_timestamp' -%}
            cast({{ local_date(name) }} as {{ dbt.type_string() }})
        {%- elif column.format == 'code' -%}
            upper({{ name }})
        {%- else -%}
            cast({{ name }} as {{ dbt.type_string() }})
        {%- endif -%}
    {%- endfor -%}
{%- endmacro %}
