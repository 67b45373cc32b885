"""The published tables, and whether two builds hold the same ones."""

import json
from collections.abc import Iterable
from pathlib import Path

import duckdb
from conftest import ROOT

# One table a line: schema.table and its columns with the plain types of the public contract.
PUBLISHED = json.loads((ROOT / "tests" / "published_tables.json").read_text())
# Filled by every build anew, or by the moment it ran.
NOT_COMPARED = {"audit.build_runs"}


def differing(one: Path, other: Path, *, besides: set[str] = frozenset()) -> list[str]:
    """The published tables, and all other insights, whose rows differ between two databases, in
    whatever order they lie.
    """
    tables = set(PUBLISHED) | insights(one) | insights(other)
    return unlike(one, other, tables - NOT_COMPARED - besides)


def unlike(one: Path, other: Path, tables: Iterable[str]) -> list[str]:
    """Those of some tables whose rows differ between two databases."""
    names = sorted(tables)
    ours, theirs = digests(one, names), digests(other, names)
    return [name for name in names if ours[name] != theirs[name]]


def insights(database: Path) -> set[str]:
    """Every table of the schema `insights`, which holds more than was promised."""
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            "select schema_name || '.' || table_name from duckdb_tables()"
            " where schema_name = 'insights' and database_name = current_database()"
        ).fetchall()
    return {table for (table,) in rows}


def digests(database: Path, tables: Iterable[str]) -> dict[str, tuple]:
    """Row count and an order-free checksum of each table, doubles rounded to ten digits; by one
    connection, since making one takes longer than most checksums.
    """
    with duckdb.connect(str(database), read_only=True) as connection:
        return {
            table: connection.execute(_digest_of(connection, table)).fetchall()[0]
            for table in tables
        }


def _digest_of(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    columns = connection.execute(f"describe {table}").fetchall()
    values = ", ".join(
        f'round("{name}", 10)' if data_type == "DOUBLE" else f'"{name}"'
        for name, data_type, *_ in columns
    )
    return f"select count(*), sum(hash({values})::hugeint) from {table}"
