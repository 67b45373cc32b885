"""What a daily build costs on BigQuery, estimated from a build on DuckDB: `make bigquery-cost`.

Sizes: every value of every table is counted as BigQuery counts logical bytes (INT64, FLOAT64, DATE and
TIMESTAMP 8, NUMERIC 16, BOOL 1, STRING 2 and its UTF-8, null 0), times how many more visits a year the mall
has. Tables that name no person, record or event are lists and stay as they are.

What is kept is as long as what the database holds; the sample holds a year.

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
from collections.abc import Container
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


def sizes(
    tables: Tables, visits_a_year: float, besides: Container[str] = ()
) -> dict[tuple[str, str], float]:
    """Logical bytes of each column of each table that DuckDB has, once the mall has grown to so many visits.

    A view holds nothing: it is named in `besides`.
    """
    visits = f"{PREFIX}marts.fct_visits"
    ((count, days),) = tables.select(
        visits, ["count(*)", "date_diff('day', min(visit_date), max(visit_date)) + 1"]
    )
    growth = visits_a_year / (count / max(1, days / 365))
    found = {}
    for name, types in tables.types.items():
        if name in besides:
            continue
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


def columns_read(engine: GoogleSql, sql: str, views: dict[str, str]) -> set[tuple[str, str]]:
    """Which columns of which tables a statement reads, through views too."""
    found = set()
    for table, column in engine.follow(sql):
        found |= columns_read(engine, views[table], views) if table in views else {(table, column)}
    return found


def charged_for(engine: GoogleSql, sql: str, sizes: dict, views: dict[str, str]) -> float:
    """Bytes that a statement is charged for what it reads."""
    charged = Counter()
    for table, column in columns_read(engine, sql, views):
        charged[table] += sizes.get((table, column), 0)
    return sum(max(size, LEAST) for size in charged.values())


def of_a_day(engine: GoogleSql, project: Compiled, sizes: dict) -> dict[str, float]:
    """Bytes charged on an ordinary day, by what asks for them."""
    charged, seen_through = Counter(), views(project)
    for node in project.of("model", "test"):
        if node["config"]["materialized"] in ("ephemeral", "view"):
            continue
        kind = "models" if node["resource_type"] == "model" else "data tests"
        charged[kind] += charged_for(engine, node["compiled_code"], sizes, seen_through)
        if node["name"].startswith("stg_"):
            # the hook before it reads the raw table and deletes what changed
            raw = "raw_" + node["name"].removeprefix("stg_").replace("__", ".")
            share = 1 / 12 if node["config"].get("partition_by") else 1
            charged["changes"] += of_table(raw, sizes) + share * of_table(place(node), sizes)
    return dict(charged)


def of_table(name: str, sizes: dict) -> float:
    return sum(size for (table, _), size in sizes.items() if table == name)


def views(project: Compiled) -> dict[str, str]:
    """The SQL of each view."""
    return {
        place(node): node["compiled_code"]
        for node in project.of("model")
        if node["config"]["materialized"] == "view"
    }


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    asked = argparse.ArgumentParser(prog="make bigquery-cost", description=__doc__)
    asked.add_argument("--visits", type=float, default=16_300_000, help="visits a year")
    asked.add_argument("--per-tib", type=float, default=6.25, help="US$ for a TiB read")
    asked.add_argument("--per-gib", type=float, default=0.02, help="US$ for a GiB stored a month")
    return asked.parse_args(given)


def report(
    engine: GoogleSql, project: Compiled, database: Path, asked: argparse.Namespace
) -> list[str]:
    """What is stored and read, in lines; the project is one that is compiled for tables that are there."""
    tables = Tables(database, {name: one.types for name, one in engine.tables.items()})
    measured = sizes(tables, asked.visits, views(project))
    stored, schemas = sum(measured.values()), Counter()
    for (table, _), size in measured.items():
        schemas[table.split(".")[0].removeprefix(PREFIX)] += size
    charged = of_a_day(engine, project, measured)
    charged["a day"] = day = sum(charged.values())
    return [
        f"{asked.visits:,.0f} visits a year, estimated from {database.name}",
        f"stored: {stored / GIB:,.0f} GiB, US$ {stored / GIB * asked.per_gib:,.2f} a month",
        *(f"  {name}: {size / GIB:,.1f} GiB" for name, size in schemas.most_common() if size > GIB),
        *(
            f"read by {kind}: {size / GIB:,.0f} GiB, US$ {size / TIB * asked.per_tib:,.2f}"
            for kind, size in charged.items()
        ),
        f"read in a month of 30 days: US$ {30 * day / TIB * asked.per_tib:,.0f}",
    ]


def main() -> int:
    asked = arguments()
    database = Path(os.environ.get("VITRINE_DUCKDB_PATH", "vitrine.duckdb"))
    if not database.exists():
        print(f"{database}: there is no build to measure; make build", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        empty, project = compiled("bigquery", Path(folder))
    engine, _ = analysed(empty, project)
    print("\n".join(report(engine, project, database, asked)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
