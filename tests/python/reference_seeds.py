"""The project's own reference seeds as Arrow tables, as a dbt model would receive them."""

from pathlib import Path

import pyarrow as pa
from pyarrow import csv

FOLDER = Path(__file__).parents[2] / "seeds" / "reference"


def seed(name: str) -> pa.Table:
    options = csv.ConvertOptions(strings_can_be_null=True)
    return csv.read_csv(FOLDER / f"{name}.csv", convert_options=options)


def with_value(table: pa.Table, row: int, column: str, value) -> pa.Table:
    """The table with one cell changed, as somebody's edit of the file would."""
    cells = table[column].to_pylist()
    cells[row] = value
    if isinstance(value, str):
        cells = [None if cell is None else str(cell) for cell in cells]
    position = table.column_names.index(column)
    return table.set_column(position, column, pa.array(cells))


FEATURES = seed("segment_features")
SHARES = seed("shrunk_shares")
ROUTING = seed("segment_routing")
