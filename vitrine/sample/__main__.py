"""Command line of the sample generator."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NoReturn

from vitrine.sample.generate import generate
from vitrine.sample.hostile import RATES
from vitrine.sample.settings import VISITS, Settings
from vitrine.sample.write import CannotWrite

FEWEST_PEOPLE, MOST_PEOPLE = 50, 20_000_000
FEWEST_DAYS, MOST_DAYS = 28, 3_660
LEAST_DENSE, DENSEST = 0.5, 500.0


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One line: the usage is a --help away."""
        self.exit(2, f"vitrine.sample: {message}; see --help\n")


def parser() -> Parser:
    made = Parser(
        prog="python -m vitrine.sample",
        description="Generate a mall: every raw table of the contract as its systems would deliver "
        "it, the demonstration key of the partner's identifiers, and the answers.",
        epilog=f"Equal arguments give equal files, byte for byte. Cases: {', '.join(RATES)}.",
    )
    add = made.add_argument
    add(
        "--out",
        type=Path,
        required=True,
        metavar="DIR",
        help="folder for <source>/<table> and pii_key; files of an earlier run are replaced",
    )
    add(
        "--truth",
        type=Path,
        metavar="DIR",
        help="folder for the answers (OUT/truth); for tests only, no model may read it",
    )
    add(
        "--people",
        type=_whole(FEWEST_PEOPLE, MOST_PEOPLE),
        default=1_500,
        metavar="N",
        help="how many people (%(default)s)",
    )
    add(
        "--seed",
        type=_whole(0, 2**32 - 1),
        default=1,
        metavar="S",
        help="another seed, another mall (%(default)s)",
    )
    add(
        "--format",
        choices=("csv", "parquet"),
        default="csv",
        help="one CSV file a table, or folders of Parquet part files (%(default)s)",
    )
    add(
        "--start",
        type=_day,
        default=date(2025, 1, 1),
        metavar="YYYY-MM-DD",
        help="first local day (%(default)s)",
    )
    add(
        "--days",
        type=_whole(FEWEST_DAYS, MOST_DAYS),
        default=365,
        metavar="N",
        help="how many days (%(default)s)",
    )
    add(
        "--visits-per-person",
        type=_density,
        default=VISITS,
        metavar="X",
        help="door and car park records a person and year; other events keep step (%(default)s)",
    )
    add("--no-hostile", action="store_true", help="leave out every case that traps a matcher")
    add(
        "--without",
        action="append",
        default=[],
        choices=sorted(RATES),
        metavar="CASE",
        help="leave out one hostile case (may be repeated)",
    )
    add(
        "--no-dirt",
        action="store_true",
        help="clean deliveries: no duplicates, late or unusable rows, refunds or second formats",
    )
    add("--quiet", action="store_true", help="no progress on stderr")
    return made


def main(arguments: list[str] | None = None) -> int:
    asked = parser().parse_args(arguments)
    settings = Settings(
        people=asked.people,
        seed=asked.seed,
        start=asked.start,
        days=asked.days,
        visits_per_person=asked.visits_per_person,
        dirt=not asked.no_dirt,
        without=frozenset(RATES if asked.no_hostile else asked.without),
    )
    began = time.monotonic()

    def tell(line: str) -> None:
        if not asked.quiet:
            print(f"{time.monotonic() - began:7.1f} s  {line}", file=sys.stderr, flush=True)

    try:
        generate(settings, asked.out, asked.truth or asked.out / "truth", asked.format, tell)
    except CannotWrite as error:
        print(f"vitrine.sample: {error}", file=sys.stderr)
        return 1
    tell(f"written to {asked.out}; to build it:")
    database = f"{asked.out.name}.duckdb"
    tell(f"  VITRINE_RAW_DIR={asked.out} VITRINE_DUCKDB_PATH={database} make build")
    return 0


def _whole(least: int, most: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        number = int(text) if text.isdecimal() else -1
        if not least <= number <= most:
            raise argparse.ArgumentTypeError(f"{text!r} is not a whole number, {least} to {most}")
        return number

    return parse


def _density(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not LEAST_DENSE <= number <= DENSEST:
        allowed = f"{LEAST_DENSE:g} to {DENSEST:g}"
        raise argparse.ArgumentTypeError(f"{text!r} is not a number, {allowed}")
    return number


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date like 2025-01-01") from None
    if not 1990 <= day.year <= 2090:
        raise argparse.ArgumentTypeError(f"{text!r} is not between 1990 and 2090")
    return day


if __name__ == "__main__":
    sys.exit(main())
