{#
    From how many days without an event on a raw table is late, or `null`: what the source yml warns after (`freshness`), so that the data's clock and
    `dbt source freshness` have one rule. A list, and what comes when it comes, has none. A unit test sees no sources, and nothing is late.
#}
{% macro late_after_days(source_name, table_name) -%}
    {%- set days = {'minute': 1 / 1440, 'hour': 1 / 24, 'day': 1} -%}
    {%- set found = namespace(days='null') -%}
    {%- for node in (graph.sources | default({})).values() if node.source_name == source_name and node.name == table_name -%}
        {%- set limit = (node.freshness or {}).get('warn_after') or {} -%}
        {%- if limit.get('count') is not none and limit.get('period') -%}
            {%- set found.days = (limit['count'] * days[limit['period']]) | round(0, 'ceil') | int -%}
        {%- endif -%}
    {%- endfor -%}
    {{ found.days }}
{%- endmacro %}
