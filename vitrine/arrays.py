"""Arrow columns as NumPy arrays, and the one order in which people are ever processed."""

import duckdb
import numpy as np
import pyarrow as pa


def is_number(kind: pa.DataType) -> bool:
    return pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)


def numeric_names(table: pa.Table) -> list[str]:
    """The columns that arithmetic can use; one that is all null may have come without a type."""
    fields = table.schema
    return [field.name for field in fields if is_number(field.type) or pa.types.is_null(field.type)]


def require_numeric(table: pa.Table, column: str, asked_by: str) -> None:
    """Refuse a column that a seed names and the table does not have, or not as numbers.

    Raises ValueError that starts with `asked_by` (file, row and column of the seed).
    """
    names = numeric_names(table)
    if column not in names:
        reason = "is not numeric" if column in table.column_names else "is not a column"
        raise ValueError(f"{asked_by}: '{column}' {reason}; use one of {', '.join(sorted(names))}")


def floats(table: pa.Table, column: str, missing: float = np.nan) -> np.ndarray:
    """A numeric column as float64 of shape (rows,), nulls and non-finite numbers as `missing`."""
    values = table[column].cast(pa.float64()).to_numpy()
    return np.where(np.isfinite(values), values, missing)


def hash_order(table: pa.Table, key: str) -> np.ndarray:
    """Positions of shape (rows,) that order the rows by the MD5 of their key.

    The hash decides nothing but the order, so a prefix is a fair sample that no arrival order and
    no scheme of numbering can bend. Raises ValueError where a key is missing, null or repeated.
    """
    if key not in table.column_names:
        raise ValueError(f"column '{key}' is missing; every row needs a key")
    keys = table[key].cast(pa.string())
    if keys.null_count:
        raise ValueError(f"column '{key}' is null in {keys.null_count} rows; every row needs one")
    # a database of its own would take longer to make than the answer
    with duckdb.cursor() as connection:
        halves = connection.from_arrow(pa.table({"key": keys})).project(
            "md5_number_upper(key) as upper, md5_number_lower(key) as lower"
        )
        hashes = halves.to_arrow_table()
    upper, lower = hashes["upper"].to_numpy(), hashes["lower"].to_numpy()
    order = np.lexsort((lower, upper))
    repeated = np.flatnonzero((np.diff(upper[order]) == 0) & (np.diff(lower[order]) == 0))
    if len(repeated):
        value = keys[int(order[repeated[0]])].as_py()
        raise ValueError(f"column '{key}': '{value}' appears twice; the table needs one row each")
    return order
