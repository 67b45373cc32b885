{#
    A written day or time in the one form that BigQuery's cast reads: dashes between year, month and day, one blank before the time, seconds, a colon in the
    offset; a day without its time. Only for its try_cast, which has seen that the text is one.
#}
{% macro written_out(value, data_type) -%}
    {%- set dashed = replaced('trim(' ~ value ~ ')', '^([0-9]+)[-/ ]([0-9]+)[-/ ]([0-9]+)', '\\\\1-\\\\2-\\\\3') -%}
    {%- set spaced = replaced(dashed, '^([-0-9]+)[T[:space:]]+', '\\\\1 ') -%}
    {%- set timed = replaced(spaced, '^([-0-9]+ [0-9]+:[0-9]+)($|[^0-9:])', '\\\\1:00\\\\2') -%}
    {%- if data_type == 'date' -%}
        regexp_extract({{ dashed }}, r'^[-0-9]+')
    {%- elif data_type == 'timestamp' -%}
        {{ timed }}
    {%- else -%}
        {{ replaced(timed, '([-+][0-9]{2})([0-9]{2})$', '\\\\1:\\\\2') }}
    {%- endif -%}
{%- endmacro %}
