{#
    Minutes from coming to going, null where the going is unknown; nobody stays over sixteen hours, so longer ones are a forgotten exit. Rounded first, since a cast
    cuts off digits on Redshift.
#}
{% macro minutes_between(came_at, went_at) -%}
    {%- set seconds = 'cast(' ~ dbt.datediff(came_at, went_at, 'second') ~ ' as ' ~ dbt.type_bigint() ~ ')' -%}
    case when {{ seconds }} <= 57600 then cast(round({{ seconds }} / 60.0, 2) as decimal(18, 2)) end
{%- endmacro %}
