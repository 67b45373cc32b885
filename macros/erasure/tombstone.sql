{#
    What is remembered of an identifier, or an id, of somebody who was erased: a hash, so that their data are known again when they are delivered again.

    CPFs, e-mails, cards and the like come here keyed, so nobody without the key can look for one; a hash of that is enough, and cheap enough for every row. Account
    numbers and ids are plain wherever they stand: who knows one can ask whether it was erased.
#}
{% macro tombstone(expression) -%}
    {{ dbt.hash("'erased ' || " ~ expression) }}
{%- endmacro %}
