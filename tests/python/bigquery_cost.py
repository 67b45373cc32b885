"""What a daily build costs on BigQuery, estimated from a build on DuckDB: `make bigquery-cost`.

Sizes: every value of every table is counted as BigQuery counts logical bytes (INT64, FLOAT64, DATE and
TIMESTAMP 8, NUMERIC 16, BOOL 1, STRING 2 and its UTF-8, null 0), times how many more visits a year the mall
has. Tables that name no person, record or event are lists and stay as they are.

Reading: each statement of a day on which every table is there, compiled by dbt-bigquery, pays for the columns
that Google's analyser says it reads, each once, in whole tables. A build that is told less, or a cache, pays
less; the 10 MB that each table of a query costs at least is counted. Changes pay what BigQuery's
documentation says: an insert nothing more, a delete the partitions that it touches, here a month of twelve.

Prices are arguments. The defaults are the list prices of region US, read in November 2026 at
https://cloud.google.com/bigquery/pricing; São Paulo's are higher.
"""

import argparse
import os
import sys
import tempfile
from collections import Counter
from pathlib import Path

import duckdb
from bigquery import analysed, place
from compiled import Compiled, compiled
from executed import PREFIX, Tables
from googlesql import GoogleSql

BYTES = {
    "INT64": 8,
    "FLOAT64": 8,
    "DATE": 8,
    "TIMESTAMP": 8,
    "DATETIME": 8,
    "NUMERIC": 16,
    "BOOL": 1,
}
# A table with one of these grows with visits; one without is a list of days, stores, segments or measures.
GROWING = {
    "customer_id", "row_key", "node_id", "node_key", "left_id", "source_record_id", "source_record_id_a",
    "sale_id", "purchase_id", "visit_id", "session_id", "event_id", "member_id", "cupom", "subscriber_id",
    "identifier_key", "shared_key", "card_key", "reject_reason",
}  # fmt: skip
LEAST = 10 * 2**20
TIB, GIB = 2**40, 2**30


def sizes(tables: Tables, growth: float) -> dict[tuple[str, str], float]:
    """Logical bytes of each column of each table that DuckDB has, once the mall has grown."""
    found = {}
    for name, types in tables.types.items():
        try:
            columns = [
                f'sum(strlen("{column}") + 2)'
                if kind == "STRING"
                else f'count("{column}") * {BYTES[kind]}'
                for column, kind in types.items()
            ]
            measured = tables.select(name, columns)[0]
        except duckdb.CatalogException:
            continue
        factor = growth if GROWING & set(types) else 1
        found |= {
            (name, column): float(size or 0) * factor
            for column, size in zip(types, measured, strict=True)
        }
    return found


def read(engine: GoogleSql, sql: str, sizes: dict) -> float:
    """Bytes that a statement is charged for what it reads."""
    charged = Counter()
    for table, column in engine.follow(sql):
        charged[table] += sizes.get((table, column), 0)
    return sum(max(size, LEAST) for size in charged.values())


def of_a_day(engine: GoogleSql, project: Compiled, sizes: dict) -> dict[str, float]:
    """Bytes charged on an ordinary day, by what asks for them."""
    charged = Counter()
    for node in project.of("model", "test"):
        if node["config"]["materialized"] == "ephemeral":
            continue
        kind = "models" if node["resource_type"] == "model" else "data tests"
        charged[kind] += read(engine, node["compiled_code"], sizes)
        if node["name"].startswith("stg_"):
            # the hook before it reads the raw table and deletes what changed
            raw = "raw_" + node["name"].removeprefix("stg_").replace("__", ".")
            share = 1 / 12 if node["config"].get("partition_by") else 1
            charged["changes"] += of_table(raw, sizes) + share * of_table(place(node), sizes)
    return dict(charged)


def of_table(name: str, sizes: dict) -> float:
    return sum(size for (table, _), size in sizes.items() if table == name)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--visits", type=float, default=16_300_000, help="visits a year")
    asked.add_argument("--per-tib", type=float, default=6.25, help="US$ for a TiB read")
    asked.add_argument("--per-gib", type=float, default=0.02, help="US$ for a GiB stored a month")
    asked = asked.parse_args()
    database = Path(os.environ.get("VITRINE_DUCKDB_PATH", "vitrine.duckdb"))
    if not database.exists():
        print(f"{database}: there is no build to measure; make build", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        empty, project = (
            compiled("bigquery", Path(folder) / str(there), existing=there)
            for there in (False, True)
        )
    engine, _ = analysed(empty, project)
    tables = Tables(database, {name: one.types for name, one in engine.tables.items()})
    ((visits,),) = tables.select(f"{PREFIX}marts.fct_visits", ["count(*)"])
    measured = sizes(tables, asked.visits / visits)
    charged = of_a_day(engine, project, measured)
    stored = sum(measured.values())
    print(f"{asked.visits:,.0f} visits a year, {asked.visits / visits:,.0f} times {database.name}")
    print(f"stored: {stored / GIB:,.0f} GiB, US$ {stored / GIB * asked.per_gib:,.0f} a month")
    for kind, size in charged.items():
        print(f"read a day by {kind}: {size / GIB:,.0f} GiB, US$ {size / TIB * asked.per_tib:,.2f}")
    day = sum(charged.values())
    print(f"a day: {day / GIB:,.0f} GiB, US$ {day / TIB * asked.per_tib:,.2f}")
    schemas = Counter()
    for (table, _), size in measured.items():
        schemas[table.split(".")[0].removeprefix(PREFIX)] += size
    for schema, size in schemas.most_common():
        print(f"stored in {schema}: {size / GIB:,.1f} GiB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
