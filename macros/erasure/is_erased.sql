{# True where a column holds an identifier, or an id, of somebody who was erased, as far as this erasure has found it. #}
{% macro is_erased(column, node_type) -%}
    {{ column }} in (select erased_now.node_key from {{ erased_now() }} as erased_now where erased_now.node_type = '{{ node_type }}')
{%- endmacro %}
