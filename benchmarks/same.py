"""Whether two databases hold the same: `python -m benchmarks.same before.duckdb after.duckdb`.

What a change for speed must answer. Every table of both is compared by its number of rows and a sum of their
hashes, to the bit and whatever order they lie in. Left out: raw tables, which are views; the ledger of builds, which
has the time in it; fingerprints of staged rows, which hold the text of the SQL that judged them.
"""

from __future__ import annotations

import sys

import duckdb

LEDGERS = {"audit.build_runs"}
FINGERPRINT = "row_fingerprint"


def main(arguments: list[str] | None = None) -> int:
    before, after = arguments or sys.argv[1:]
    with duckdb.connect() as connection:
        for name, path in (("before", before), ("after", after)):
            connection.execute(f"attach '{path}' as {name} (read_only)")
        found = {name: _tables(connection, name) for name in ("before", "after")}
        for name, other in (("before", "after"), ("after", "before")):
            for table in sorted(set(found[name]) - set(found[other])):
                print(f"{table}: only {name}")
        both = sorted(set(found["before"]) & set(found["after"]))
        different = [
            table
            for table in both
            if found["before"][table] != found["after"][table]
            or _digest(connection, "before", table, found["before"][table])
            != _digest(connection, "after", table, found["after"][table])
        ]
    for table in different:
        print(f"{table}: differs")
    print(f"{len(both)} tables in both, {len(different)} of them differ")
    return 1 if different else 0


def _tables(connection: duckdb.DuckDBPyConnection, database: str) -> dict[str, list[str]]:
    """The columns of each table that is compared, in one order."""
    columns = connection.execute(
        "select schema_name || '.' || table_name, column_name from duckdb_columns()"
        " semi join duckdb_tables() using (database_oid, schema_oid, table_oid)"
        " where database_name = ? order by all",
        [database],
    ).fetchall()
    tables: dict[str, list[str]] = {}
    for table, column in columns:
        if table not in LEDGERS and column != FINGERPRINT:
            tables.setdefault(table, []).append(column)
    return tables


def _digest(
    connection: duckdb.DuckDBPyConnection, database: str, table: str, columns: list[str]
) -> tuple:
    listed = ", ".join(f'"{column}"' for column in columns)
    query = f"select count(*), sum(hash({listed})::hugeint) from {database}.{table}"
    return connection.execute(query).fetchall()[0]


if __name__ == "__main__":
    sys.exit(main())
