{#
    The natural key of a typed row as one text; a time in a key counts by its local day, and typed codes count without case.
    Null where a part is missing: such a row has no other versions. `typed` says what stands for a column where it is not its name.
#}
{% macro row_key(contract, typed={}) -%}
    {%- for name in contract.key -%}
        {%- set column = contract.columns | selectattr('name', 'equalto', name) | first -%}
        {%- set value = typed.get(name, name) -%}
        {{ " || '|' || " if not loop.first }}
        {%- if column.format == 'br_timestamp' -%}
            cast({{ local_date(value) }} as {{ dbt.type_string() }})
        {%- elif column.format == 'code' -%}
            upper({{ value }})
        {%- else -%}
            cast({{ value }} as {{ dbt.type_string() }})
        {%- endif -%}
    {%- endfor -%}
{%- endmacro %}
