{#
    Before anything is built: shows the raw files of `VITRINE_RAW_DIR` as views in `raw_mall` and `raw_streaming`, or stops and says what is wrong.

    A view has every column of the contract, absent ones as nulls, and CSV columns are text: judging values is staging's work. On the other warehouses
    the loader's tables are there already. Looking into files is Python's work (vitrine/raw_files.py): SQL cannot turn an engine's error into a message.
    It all happens in one transaction, so that a build which stops here leaves the database as it was.
#}
{% macro register_raw_files() %}
    {% if execute %}{{ return(adapter.dispatch('register_raw_files', 'vitrine')()) }}{% endif %}
{% endmacro %}

{% macro default__register_raw_files() %}
    {% if not is_building() %}{{ return('') }}{% endif %}
    {% set missing = missing_raw_columns() %}
    {% if not columns_of(source('vault', 'pii_key')) %}
        {% do missing.append('vault.pii_key: the key for personal data is missing; python -m vitrine.pii_key writes the SQL that makes it (docs/warehouses.md)') %}
    {% endif %}
    {% if missing %}{% do stop_build(missing) %}{% endif %}
    {% do save_raw_contract() %}
    {% set schema = generate_schema_name('intake', none) %}
    {% do run_query('drop table if exists ' ~ schema ~ '.unreadable_lines') %}
    {% do run_query('create table ' ~ schema ~ '.unreadable_lines as ' ~ unreadable_lines_statement()) %}
    {#- looking at columns began a transaction; left open, its end would undo it all -#}
    {% do adapter.commit() %}
{% endmacro %}

{% macro duckdb__register_raw_files() %}
    {% if target.database in ('main', 'system', 'temp', 'memory') %}
        {% do stop_build(["VITRINE_DUCKDB_PATH: DuckDB keeps the name '" ~ target.database ~ "' for itself; give the file another"]) %}
    {% endif %}
    {% set folder = env_var('VITRINE_RAW_DIR', 'seeds/sample') %}
    {% set contract = tojson(raw_tables()) %}
    {% set answer = run_query(
        "select vitrine_inspect_raw('" ~ escape_single_quotes(folder) ~ "', '" ~ escape_single_quotes(contract) ~ "')"
    ) %}
    {% set found = fromjson(answer.columns[0][0]) %}
    {% for notice in found.notices %}{% do log(notice, info=true) %}{% endfor %}
    {% if found.errors %}{% do stop_build(found.errors) %}{% endif %}

    {% do run_query('begin transaction') %}
    {% for schema in ['vault', 'intake'] + raw_tables() | map(attribute='schema') | unique | list %}
        {% do run_query('create schema if not exists ' ~ schema) %}
    {% endfor %}
    {% for name, select in found.views.items() %}
        {% do run_query('create or replace view raw_' ~ name ~ ' as ' ~ select) %}
    {% endfor %}
    {% do run_query('create or replace table intake.unreadable_lines as ' ~ unreadable_lines_statement(found.unreadable_lines)) %}
    {% do run_query(pii_key_statement(folder)) %}
    {% do save_raw_contract() %}
    {% set unusable = unusable_tables() %}
    {% if unusable %}
        {% do run_query('rollback') %}
        {% do stop_build(unusable) %}
    {% endif %}
    {% do run_query('commit') %}
{% endmacro %}
