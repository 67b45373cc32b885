"""What Redshift does not take that no pattern over words can see: rules over a parsed statement, each with
the page of its documentation.
"""

import logging

import sqlglot
from sqlglot import exp
from sqlglot.optimizer.scope import Scope, traverse_scope

# The rest are functions of rank and place, which need no frame.
FRAMED = (exp.AggFunc, exp.FirstValue, exp.LastValue, exp.NthValue)
UNFRAMED = (exp.Lag, exp.Lead, exp.Rank, exp.DenseRank, exp.PercentRank, exp.CumeDist, exp.Ntile)
logging.getLogger("sqlglot").setLevel(logging.ERROR)


def broken(sql: str) -> list[str]:
    """The rules that a statement breaks, with where it does."""
    tree = sqlglot.parse_one(sql, dialect="redshift")
    found = [why for select in tree.find_all(exp.Select) for why in wrong_sorts(select)]
    found += [why for window in tree.find_all(exp.Window) for why in wrong_window(window)]
    for scope in traverse_scope(tree):
        if scope.is_correlated_subquery:
            found += wrong_correlation(scope)
    return found


def wrong_sorts(select: exp.Select) -> list[str]:
    """r_PERCENTILE_CONT: sort-based aggregates of a statement must all use the same ORDER BY, and MEDIAN
    applies an implicit one on its expression.
    """
    sorts = set()
    for one in select.find_all(exp.WithinGroup, exp.Median):
        if one.find_ancestor(exp.Select) is select and not isinstance(one.parent, exp.Window):
            sorted_by = (
                one.this if isinstance(one, exp.Median) else one.expression.expressions[0].this
            )
            sorts.add(sorted_by.sql())
    return [f"within group by several orders: {', '.join(sorted(sorts))}"] * (len(sorts) > 1)


def wrong_window(window: exp.Window) -> list[str]:
    """c_Window_functions: with an ORDER BY, an aggregate needs an explicit frame, and it is of ROWS."""
    function, frame = window.this, window.args.get("spec")
    if frame and frame.args["kind"].upper() != "ROWS":
        return [f"a frame that is not of ROWS: {window.sql()}"]
    is_framed = isinstance(function, FRAMED) and not isinstance(function, UNFRAMED)
    return [f"no frame: {window.sql()}"] * bool(
        is_framed and window.args.get("order") and not frame
    )


def wrong_correlation(scope: Scope) -> list[str]:
    """r_correlated_subqueries: the patterns that are not supported."""
    query, parent = scope.expression, scope.parent
    found = [
        f"a correlation that skips a level: {column.sql()}"
        for column in scope.external_columns
        if column.table and column.table not in parent.sources
    ]
    join = query.find_ancestor(exp.Join, exp.Select)
    if isinstance(join, exp.Join) and join.side:
        found.append(f"a correlation within ON of an outer join: {query.sql()[:80]}")
    if query.find(exp.Window):
        found.append(f"a correlation into a window function: {query.sql()[:80]}")
    around = query.find_ancestor(exp.Group, exp.In, exp.Select)
    if isinstance(around, exp.Group):
        found.append(f"grouped by a correlated subquery: {query.sql()[:80]}")
    is_aggregate = query.args.get("group") and any(
        not isinstance(one, exp.Min | exp.Max) for one in query.find_all(exp.AggFunc)
    )
    if isinstance(around, exp.In) and is_aggregate:
        found.append(f"an aggregate with GROUP BY behind IN, correlated: {query.sql()[:80]}")
    return found
