{#
    A JSON text of the given columns: `columns` maps each key to its SQL expression.

    No two engines make an object by the same function, and some would write blanks; the text is hashed and published, so it must be the same to the letter.
#}
{% macro json_of(columns) -%}
    {{ return(adapter.dispatch('json_of', 'vitrine')(columns)) }}
{%- endmacro %}

{% macro default__json_of(columns) -%}
    {#- json_build_object would put spaces in, and the text is hashed -#}
    '{'
    {%- for name, expression in columns.items() %} || '"{{ name }}":' || coalesce(cast(to_json({{ expression }}) as text), 'null'){{ " || ','" if not loop.last }}{% endfor %} || '}'
{%- endmacro %}

{% macro duckdb__json_of(columns) -%}
    cast(json_object(
        {%- for name, expression in columns.items() %}'{{ name }}', {{ expression }}{{ ', ' if not loop.last }}{% endfor -%}
    ) as varchar)
{%- endmacro %}

{% macro redshift__json_of(columns) -%}
    json_serialize(object(
        {%- for name, expression in columns.items() %}'{{ name }}', {{ expression }}{{ ', ' if not loop.last }}{% endfor -%}
    ))
{%- endmacro %}

{% macro bigquery__json_of(columns) -%}
    to_json_string(struct(
        {%- for name, expression in columns.items() %}{{ expression }} as {{ name }}{{ ', ' if not loop.last }}{% endfor -%}
    ))
{%- endmacro %}
