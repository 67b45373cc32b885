{#
    A staging model as it is once whoever asked for it is erased from it (models/identity/erasure), for all stages after identity.

    It is the model's own table: the erasure empties rows in place, so what matters is to read it later. dbt learns of that while it parses; no SQL says it, so
    unit tests need not give the erased as an input.
#}
{% macro after_erasure(model_name) -%}
    {%- if not execute and model_name not in tables_of_nobody() %}{% do ref('erased_identifiers') %}{% endif -%}
    {{ ref(model_name) }}
{%- endmacro %}
