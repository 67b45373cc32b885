{#
    Text of any length, in place of dbt's own answer for Redshift, which is TEXT: Redshift takes it for VARCHAR(256) and cuts off the rest in silence where something
    is cast. The others' is dbt's.
#}
{% macro redshift__type_string() -%}
    varchar(65535)
{%- endmacro %}
