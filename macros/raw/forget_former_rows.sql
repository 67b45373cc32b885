{# After a build of a staging model: nothing is left to be judged, and what an erasure emptied before is here again, until the next one. #}
{% macro forget_former_rows() %}
    {% if not execute %}{{ return('') }}{% endif %}
    {% do run_query('drop table if exists ' ~ rows_to_judge()) %}
    {% if load_relation(relation_of('emptied_rows')) %}delete from {{ relation_of('emptied_rows') }} where table_name = '{{ this.identifier }}'{% endif %}
{% endmacro %}
