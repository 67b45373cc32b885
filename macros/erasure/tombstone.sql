{#
    What is remembered of an identifier, or an id, of somebody who was erased: a hash, so that their data are known again when they are delivered again.

    Identifiers come here keyed, so nobody without the key can look for a CPF or an e-mail; a hash of that is enough, and cheap enough for every row.
#}
{% macro tombstone(expression) -%}
    {{ dbt.hash("'erased ' || " ~ expression) }}
{%- endmacro %}
