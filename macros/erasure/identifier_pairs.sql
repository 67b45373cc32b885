{# Pairs of columns of which one says the kind of the identifier in the other. #}
{% macro identifier_pairs() %}
    {{ return([
        ('node_type', 'node_key'), ('left_type', 'left_key'), ('right_type', 'right_key'), ('other_type', 'other_key'),
        ('source_system', 'source_record_id'),
    ]) }}
{% endmacro %}
