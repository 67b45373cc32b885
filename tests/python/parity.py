"""Whether two warehouses hold the same tables, row by row."""

import math
from decimal import Decimal

from published import PUBLISHED

TOLERANCE = 1e-9
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


def differences(table: str, ours, theirs, there: str) -> list[str]:
    """Lines that say how a table differs: columns, row counts, or each column's first row that does.

    `ours` is a connection to DuckDB, `theirs` a cursor of the warehouse called `there`.
    """
    schema, name = table.split(".")
    columns = [column for column, *_ in ours.execute(f"describe {table}").fetchall()]
    theirs.execute(
        "select column_name from information_schema.columns"
        f" where table_schema = 'analytics_{schema}' and table_name = '{name}'"
    )
    odd = {column for (column,) in theirs.fetchall()} ^ set(columns)
    if odd:
        return [f"{table}: columns of one side only: {', '.join(sorted(odd))}"]
    listed = ", ".join(f'"{column}"' for column in columns)
    one = ours.execute(f"select {listed} from {table}").fetchall()
    theirs.execute(f"select {listed} from analytics_{schema}.{name}")
    other = theirs.fetchall()
    if len(one) != len(other):
        return [f"{table}: {len(one)} rows on DuckDB, {len(other)} on {there}"]
    found = {}
    for left, right in zip(sorted(one, key=in_order), sorted(other, key=in_order), strict=True):
        for column, mine, yours in zip(columns, left, right, strict=True):
            if not same(mine, yours):
                found.setdefault(column, []).append(
                    f"{mine!r} on DuckDB, {yours!r} on {there} where {columns[0]} is {left[0]!r}"
                )
    return [
        f"{table}.{column}: {rows[0]}; {len(rows)} of {len(one)} rows differ"
        for column, rows in found.items()
    ]


def in_order(row: tuple) -> tuple:
    """Sorts rows alike on both sides: by what is exact, then by doubles."""
    exact = tuple(str(value) for value in row if not isinstance(value, float))
    return exact, tuple(value for value in row if isinstance(value, float))


def same(mine, yours) -> bool:
    """Exactly the same, but for doubles."""
    if isinstance(mine, float) and isinstance(yours, float | int | Decimal):
        return math.isclose(mine, yours, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    return mine == yours
