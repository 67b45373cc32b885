"""What a section is made of: figures, each with a finding, a chart and the numbers behind it."""

from collections.abc import Callable
from dataclasses import dataclass, field

import altair as alt
import duckdb
import pandas as pd

from vitrine.report.words import Text

# Asks the warehouse and gives back a frame.
Read = Callable[[str], pd.DataFrame]


@dataclass(frozen=True)
class Table:
    """Numbers to read: names of columns, and rows of texts."""

    columns: list[Text]
    rows: list[list[Text]]


@dataclass(frozen=True)
class Figure:
    """A finding; what shows it, where there is something to show; and a note below."""

    title: Text
    draw: Callable[[str], alt.TopLevelMixin] | None = None
    table: Table | None = None
    note: Text | None = None
    is_wide: bool = False


@dataclass(frozen=True)
class Section:
    """A chapter: an id for links, a heading, and its figures."""

    name: str
    title: Text
    figures: list[Figure] = field(default_factory=list)


def reader(connection: duckdb.DuckDBPyConnection) -> Read:
    """Frames from a connection: numbers as doubles where one is missing, so that it is nan."""

    def read(query: str) -> pd.DataFrame:
        frame = connection.execute(query).df()
        for name, column in frame.items():
            if pd.api.types.is_numeric_dtype(column) and column.hasnans:
                frame[name] = column.astype("float64")
        return frame

    return read
