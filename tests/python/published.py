"""The published tables, and whether two builds hold the same ones."""

import json
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
    tables = sorted((set(PUBLISHED) | insights(one) | insights(other)) - NOT_COMPARED - besides)
    return [table for table in tables if digest(one, table) != digest(other, table)]


def insights(database: Path) -> set[str]:
    """Every table of the schema `insights`, which holds more than was promised."""
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            "select schema_name || '.' || table_name from duckdb_tables()"
            " where schema_name = 'insights' and database_name = current_database()"
        ).fetchall()
    return {table for (table,) in rows}


def digest(database: Path, table: str) -> tuple:
    """Row count and an order-free checksum of a table, doubles rounded to ten digits."""
    with duckdb.connect(str(database), read_only=True) as connection:
        columns = connection.execute(f"describe {table}").fetchall()
        values = ", ".join(
            f'round("{name}", 10)' if data_type == "DOUBLE" else f'"{name}"'
            for name, data_type, *_ in columns
        )
        return connection.execute(
            f"select count(*), sum(hash({values})::hugeint) from {table}"
        ).fetchall()[0]
