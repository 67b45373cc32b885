"""Whether two warehouses hold the same tables, row by row."""

import rows
from published import PUBLISHED

# The ledger tells each build's own story; why people moved is explained on DuckDB alone, and rules of
# more than two things are found there.
NOT_COMPARED = {
    "audit.build_runs",
    "insights.category_rules",
    "insights.store_rules",
    "segmentation.segment_moves",
    "segmentation.segment_move_reasons",
}


def tables(build) -> list[str]:
    """What a build on DuckDB made that is to be found elsewhere too; every published table is in it."""
    made = build.rows(
        "select table_schema || '.' || table_name from information_schema.tables"
        " where table_schema in ('marts', 'segmentation', 'insights', 'campaigns', 'audit') order by 1"
    )
    compared = [table for (table,) in made if table not in NOT_COMPARED]
    assert set(PUBLISHED) - NOT_COMPARED <= set(compared)
    return compared


def fetched(table: str, cursor) -> tuple[list[str], list[tuple]]:
    """Columns and rows of a table, by a cursor of the warehouse that has it."""
    schema, name = table.split(".")
    cursor.execute(
        "select column_name from information_schema.columns"
        f" where table_schema = 'analytics_{schema}' and table_name = '{name}'"
    )
    columns = [column for (column,) in cursor.fetchall()]
    listed = ", ".join(f'"{column}"' for column in columns)
    cursor.execute(f"select {listed} from analytics_{schema}.{name}")
    return columns, cursor.fetchall()


def differences(table: str, ours, columns: list[str], theirs: list[tuple], there: str) -> list[str]:
    """Lines that say how a table differs from DuckDB's: columns, row counts, or the first rows that do.

    `ours` is a connection to DuckDB; columns and rows are those of the warehouse called `there`.
    """
    listed = ", ".join(f'"{column}"' for column in columns)
    odd = {column for column, *_ in ours.execute(f"describe {table}").fetchall()} ^ set(columns)
    if odd:
        return [f"{table}: columns of one side only: {', '.join(sorted(odd))}"]
    mine = ours.execute(f"select {listed} from {table}").fetchall()
    return [f"{table}: {line}" for line in rows.differences(columns, mine, theirs, there)]
