{#
    The condition on typed rows that the var `known_at` makes: only what had reached the lake by the end of that local day. Nothing without the var.

    It stands before rows are judged, since a correction that came later must not yet make a duplicate of what it corrects. A table that is
    `heeded_at_once` (erasure requests) knows no such condition: whoever asked to be forgotten is not brought back by looking back.
#}
{% macro known_by_then(contract) -%}
    {%- if var('known_at') is not none and not contract.heeded_at_once -%}
    where {{ local_date(known_since(contract)) }} <= cast('{{ var("known_at") }}' as date)
    {%- endif -%}
{%- endmacro %}
