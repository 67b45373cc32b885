{#
    After a build in which something failed: one line for what an engine says in words of its own, and what to do about it. Each build stage
    commits table by table, so what was built before such a failure is whole and the next build takes it from there. A test whose rows have a `problem`, a
    sentence with its remedy, is told in full, and so is a warning of `rejected_share`: dbt itself says only how many rows there are.
#}
{% macro explain_failures(results) %}
    {% set reasons = {
        'no space left|file too large|disk quota|no free space': 'the disk is full; make room for it or name a file on another disk in VITRINE_DUCKDB_PATH, then build again',
        'out of memory': 'there is not enough memory; set VITRINE_MEMORY_LIMIT (README, "Your own data"), build with --threads 1 or close other programs, then build again',
        'checksum|corrupt|could not read enough bytes': 'the database is damaged; bring back a copy of it, or move it away and build anew',
    } %}
    {% set messages = results | selectattr('status', 'equalto', 'error') | map(attribute='message') | select | join(' ') | lower %}
    {% for words, remedy in reasons.items() if modules.re.search(words, messages) %}
        {% do log(target.name ~ ': ' ~ remedy, info=true) %}
    {% endfor %}
    {% for result in results if result.status in ['warn', 'fail'] and ' as problem' in (result.node.compiled_code or '') %}
        {% for found in run_query(result.node.compiled_code).rows %}
            {% do log(found['problem'], info=true) %}
        {% endfor %}
    {% endfor %}
    {% for result in results if result.status == 'warn' and result.node.name.startswith('rejected_share_') %}
        {% for found in run_query(result.node.compiled_code).rows %}
            {% set is_row = found['column_name'] == 'row' %}
            {% do log(
                found['table_name'] ~ ': ' ~ found['rejected_count'] ~ ' of ' ~ found['row_count'] ~ ' '
                ~ ('rows' if is_row else "values of '" ~ found['column_name'] ~ "'") ~ ' are unusable, more than '
                ~ (100 * found['warn_above']) | round(1) ~ ' %; look at '
                ~ ('audit.quarantined_rows' if is_row else 'audit.repaired_values') ~ ', mend the source, or raise warn_above in'
                ~ ' seeds/reference/rejection_limits.csv', info=true
            ) %}
        {% endfor %}
    {% endfor %}
{% endmacro %}
