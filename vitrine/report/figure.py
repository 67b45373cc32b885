"""What a section is made of: figures, each with a finding, a chart and the numbers behind it; and gaps,
which say what cannot be shown yet and why.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import altair as alt
import duckdb
import pandas as pd

from vitrine.report.words import Text

# Asks the warehouse and gives back a frame.
Read = Callable[[str], pd.DataFrame]
FIGURE = re.compile(r"(R\$\s)?-?[\d.,]+(%|\sp\.p\.|\spoints)?|–|omitido|withheld")


@dataclass(frozen=True)
class Table:
    """Numbers to read: names of columns, and rows of texts."""

    columns: list[Text]
    rows: list[list[Text]]

    @property
    def of_figures(self) -> list[bool]:
        """Which columns hold figures, and so stand to the right."""
        return [
            place > 0 and all(FIGURE.fullmatch(row[place].en) for row in self.rows)
            for place in range(len(self.columns))
        ]


@dataclass(frozen=True)
class Card:
    """Something in words: what it is, in a line and a sentence, and what there is to know of it."""

    title: Text
    line: Text
    sentence: Text
    facts: list[tuple[Text, Text]]


@dataclass(frozen=True)
class Figure:
    """A finding; what shows it, a chart, several small ones with names, or cards; what is counted in
    it; the numbers behind it; and a note below. `is_key` where the page says it in short.
    """

    title: Text
    draw: Callable[[str], alt.TopLevelMixin | None] | None = None
    table: Table | None = None
    note: Text | None = None
    unit: Text | None = None
    small: list[tuple[Text, Callable[[str], alt.TopLevelMixin]]] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    is_wide: bool = False
    is_key: bool = False


@dataclass(frozen=True)
class Gap:
    """What cannot be shown, and why, or what it takes. Where `needs_people`, nothing of it can be
    there unless somebody is known.
    """

    what: Text
    why: Text
    needs_people: bool = True


@dataclass(frozen=True)
class Section:
    """A chapter: an id for links, a heading, and its figures."""

    name: str
    title: Text
    parts: list[Figure | Gap]

    @property
    def figures(self) -> list[Figure]:
        return [part for part in self.parts if isinstance(part, Figure)]

    @property
    def gaps(self) -> list[Gap]:
        return [part for part in self.parts if isinstance(part, Gap)]


def reader(connection: duckdb.DuckDBPyConnection) -> Read:
    """Frames from a connection: numbers as doubles where one is missing, so that it is nan."""

    def read(query: str) -> pd.DataFrame:
        frame = connection.execute(query).df()
        for name, column in frame.items():
            if pd.api.types.is_numeric_dtype(column) and column.hasnans:
                frame[name] = column.astype("float64")
        return frame

    return read
