{# A gender that can speak against two records being one person: `other` is also what a form calls "not told". #}
{% macro gender_as_evidence(gender) -%}
    case when {{ gender }} <> 'other' then {{ gender }} end
{%- endmacro %}
