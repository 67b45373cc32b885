"""The BigQuery emulator `crucible-emulator` with what the project needs of BigQuery and it refuses, run by the
Python of its own environment: `python emulated_server.py <port> <file>`. The file gets every statement.

- NUMERIC(p, s): its answers' schemas say NUMERIC, as BigQuery's API does.
- FARM_FINGERPRINT: DuckDB's `hash` of 63 bits; the project compares it with itself alone.
- CAST(text AS BYTES): DuckDB's `encode`, since its own cast takes ASCII only.
- EXTRACT of a TIMESTAMP: said to be in UTC.
- UPDATE and DELETE: the table made anew of its rows as they are after that.
- Load jobs of Parquet: read by DuckDB, integers of BigQuery's one size.
- Common table expressions stay tables of their own: DuckDB 1.5 takes exponentially long to plan a chain of
  them that it inlines, such as the rounds of campaign_conflicts.
- The one script that dbt-bigquery writes here, for `insert_overwrite`: its variable's value is put in its place.
"""

import json
import re
import sys
import tempfile
from pathlib import Path

import duckdb
from crucible.cli import main
from crucible.dialects.bigquery import transforms, types
from crucible.dialects.bigquery.transforms.common import typed
from crucible.engine.catalog import qualified
from crucible.engine.pipeline import Pipeline
from crucible.server.bigquery import jobs
from sqlglot import exp, parse_one

BYTES = {types.T.BINARY, types.T.VARBINARY, types.T.BLOB}
SCRIPT = re.compile(
    r"declare dbt_partitions_for_replacement array<date>;(\s|--[^\n]*\n)*"
    r"set \(dbt_partitions_for_replacement\) = \(\s*select as struct(?P<value>.*?)\s*\);"
    r"(?P<after>.*)",
    re.DOTALL | re.IGNORECASE,
)
RECORD = Path(sys.argv[2])
name_of, execute, load = types.type_name, Pipeline.execute, jobs.Runner._load
connect = duckdb.connect


def connected(*where, **how) -> duckdb.DuckDBPyConnection:
    connection = connect(*where, **how)
    connection.execute("set global disabled_optimizers = 'cte_inlining'")
    return connection


def type_name(data_type: exp.DataType) -> str:
    return "NUMERIC" if data_type.this == types.T.DECIMAL else name_of(data_type)


def shims(tree: exp.Expr, context) -> exp.Expr:
    for node in list(tree.find_all(exp.FarmFingerprint)):
        hashed = exp.Anonymous(this="HASH", expressions=[node.expressions[0].copy()])
        halved = exp.BitwiseRightShift(this=hashed, expression=exp.Literal.number(1))
        node.replace(typed(exp.Cast(this=halved, to=exp.DataType.build("BIGINT")), "INT64"))
    for node in list(tree.find_all(exp.Cast)):
        if node.args["to"].this in BYTES:
            encoded = exp.Anonymous(this="ENCODE", expressions=[node.this.copy()])
            node.replace(typed(encoded, "BYTES"))
    for node in list(tree.find_all(exp.Extract)):
        if node.expression.is_type(exp.DataType.Type.TIMESTAMPTZ):
            zone = exp.Literal.string("UTC")
            moment = exp.AtTimeZone(this=node.expression.copy(), zone=zone)
            node.set("expression", typed(moment, "DATETIME"))
    return tree


def statements(self, session, sql: str) -> list[str]:
    """The statements of a script with its variable's value in them; any other request as it is."""
    if not (found := SCRIPT.search(sql)):
        return [sql]
    (answer,) = execute(self, session, f"select {found['value']}")
    days = ", ".join(f"date '{day}'" for day in answer.rows[0][0])
    said = found["after"].replace("dbt_partitions_for_replacement", f"[{days}]").split(";\n")
    return [one for one in said if one.strip()]


def without_change(sql: str) -> str:
    """CREATE OR REPLACE TABLE … AS SELECT in the place of an UPDATE or a DELETE."""
    if not re.match(r"(\s|/\*.*?\*/)*(update|delete)\b", sql, re.DOTALL | re.IGNORECASE):
        return sql
    change = parse_one(sql, read="bigquery")
    condition = exp.func("COALESCE", change.args["where"].this, exp.false())
    table, place = change.this.sql("bigquery"), change.this.copy()
    place.set("alias", None)
    if isinstance(change, exp.Delete):
        rows = f"select * from {table} where not {condition.sql('bigquery')}"
    else:
        values = ", ".join(
            f"if({condition.sql('bigquery')}, {one.expression.sql('bigquery')}, {one.this.name})"
            f" as {one.this.name}"
            for one in change.expressions
        )
        rows = f"select * replace ({values}) from {table}"
    return f"create or replace table {place.sql('bigquery')} as {rows}"


def recorded(self, session, sql: str, *more):
    results = []
    for statement in statements(self, session, sql):
        with RECORD.open("a") as record:
            record.write(json.dumps(statement) + "\n")
        results += execute(self, session, without_change(statement), *more)
    return results


def loaded(self, job, config: dict, data: bytes) -> None:
    if config.get("sourceFormat") != "PARQUET":
        return load(self, job, config, data)
    to = config["destinationTable"]
    session = jobs.DIALECT.new_session(job.project, to["datasetId"])
    table = qualified(job.project, to["datasetId"], to["tableId"])
    with tempfile.NamedTemporaryFile(suffix=".parquet") as file, duckdb.connect() as reader:
        file.write(data)
        file.flush()
        found = reader.sql(f"from read_parquet('{file.name}')")
        rows = found.fetchall()
        columns = ", ".join(
            f'"{name}" {"bigint" if kind == "INTEGER" else kind}'
            for name, kind in zip(found.columns, found.types, strict=True)
        )
    with self.engine.cursor(session) as cursor:
        cursor.execute(f"create or replace table {table} ({columns})")
        if rows:
            cursor.executemany(
                f"insert into {table} values ({', '.join('?' * len(rows[0]))})", rows
            )


types.type_name = type_name
duckdb.connect = connected
jobs.Runner._load = loaded
transforms.PIPELINE = (("shims", shims), *transforms.PIPELINE)
Pipeline.execute = recorded
sys.exit(main(["serve", "--dialect", "bigquery", "--host", "127.0.0.1", "--port", sys.argv[1]]))
