"""Whether two sides hold the same rows, and a readable answer where they do not."""

import math
from collections import defaultdict
from decimal import Decimal

TOLERANCE = 1e-9
SHOWN = 3


def differences(
    columns: list[str], ours: list[tuple], theirs: list[tuple], there: str
) -> list[str]:
    """Lines that say how rows differ from DuckDB's: what is exact exactly, doubles to 1e-9, in whatever
    order the rows lie. Rows that only one side has are laid beside each other.
    """
    doubles = {
        place
        for row in (*ours, *theirs)
        for place, value in enumerate(row)
        if isinstance(value, float)
    }
    exact = [place for place in range(len(columns)) if place not in doubles]
    found, lonely = [], []
    waiting = defaultdict(list)
    for row in sorted(theirs, key=in_order):
        waiting[tuple(row[place] for place in exact)].append(row)
    for row in sorted(ours, key=in_order):
        others = waiting.get(tuple(row[place] for place in exact))
        if not others:
            lonely.append(row)
        elif wrong := [p for p in doubles if not close(row[p], others[0][p])]:
            found.append(told(columns, row, others.pop(0), wrong, there))
        else:
            others.pop(0)
    strangers = sorted((row for rows in waiting.values() for row in rows), key=in_order)
    for mine, yours in zip(lonely, strangers, strict=False):
        wrong = [p for p in range(len(columns)) if not same(mine[p], yours[p])]
        found.append(told(columns, mine, yours, wrong, there))
    if len(ours) != len(theirs):
        found.insert(0, f"{len(ours)} rows on DuckDB, {len(theirs)} on {there}")
    left_over = lonely[len(strangers) :] or strangers[len(lonely) :]
    found += [f"on one side only: {row}" for row in left_over]
    return [*found[:SHOWN], *([f"… {len(found)} lines"] if len(found) > SHOWN else [])]


def told(columns: list[str], mine: tuple, yours: tuple, wrong: list[int], there: str) -> str:
    values = ", ".join(
        f"{columns[p]}: {mine[p]!r} on DuckDB, {yours[p]!r} on {there}" for p in wrong
    )
    return f"{values} (where {columns[0]} is {mine[0]!r})"


def in_order(row: tuple) -> tuple:
    """Sorts rows alike on both sides: by what is exact, then by doubles."""
    exact = tuple(
        str(value.normalize() if isinstance(value, Decimal) else value)
        for value in row
        if not isinstance(value, float)
    )
    return exact, tuple(value for value in row if isinstance(value, float))


def same(mine, yours) -> bool:
    """Exactly the same, but for doubles."""
    return close(mine, yours) if isinstance(mine, float) else mine == yours


def close(mine, yours) -> bool:
    if mine is None or yours is None:
        return mine is yours
    return math.isclose(mine, yours, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
