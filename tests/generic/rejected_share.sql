{#
    No more rows, and no more values of a column, were unusable than the seed `rejection_limits` calls life. A row that this returns is a column, or
    `row`, worth a look; what is beyond its `stop_above` has stopped the build already (refuse_rejected_rows).
#}
{% test rejected_share(model) %}
{{ config(severity='warn') }}
{%- set source_name, table_name = model.identifier[4:].split('__') %}
{{ alarming_shares(source_name, table_name, model) }}
{% endtest %}
