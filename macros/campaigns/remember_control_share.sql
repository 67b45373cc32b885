{#
    Before an incremental build of campaign_assignments: a memory from before it kept the share of controls that each person was drawn with gets a column for it, empty.
    dbt adds columns only after the query that reads them.
#}
{% macro remember_control_share() %}
    {% if not execute or not is_incremental() %}{{ return('') }}{% endif %}
    {% set known = columns_of(this) %}
    {% if known and 'control_share' not in known %}alter table {{ this }} add column control_share {{ type_double() }}{% endif %}
{% endmacro %}
