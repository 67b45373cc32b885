"""What is measured at a scale: the commands, each as its user would give it."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

import duckdb

from benchmarks import clean, measured
from benchmarks.measured import Cost
from benchmarks.scales import Scale

ROOT = Path(__file__).parents[1]
KINDS = {"model": "models", "test": "tests", "unit_test": "unit tests", "seed": "seeds"}
# From clean facts to labels: what the analyst and the limit do as well.
SLICE = [
    "activity_purchases", "activity_visits", "activity_app", "activity_streaming",
    "customer_activity", "segment_fits", "segment_model", "customer_segments",
]  # fmt: skip
# As docs/warehouses.md has it for every day: tests of the code say nothing about the data.
DAILY = ["build", "--exclude-resource-type", "unit_test"]
ONE_BY_ONE = ["--threads", "1"]
SCORING = [name for name in SLICE if not name.startswith("segment_")]


@dataclass(frozen=True)
class Build:
    """A dbt command: its cost, and that of each of its nodes (unique id → cost)."""

    cost: Cost
    nodes: dict[str, Cost]

    def of(self, names: list[str]) -> Cost:
        """Of some models together."""
        return total([self.nodes[f"model.vitrine.{name}"] for name in names])

    def by_kind(self) -> dict[str, Cost]:
        return {
            title: total([cost for node, cost in self.nodes.items() if node.split(".")[0] == kind])
            for kind, title in KINDS.items()
        }

    def slowest(self, kind: str, count: int = 10) -> list[tuple[str, Cost]]:
        """The slowest nodes of a kind, slowest first."""
        nodes = [(node, cost) for node, cost in self.nodes.items() if node.split(".")[0] == kind]
        return sorted(nodes, key=lambda item: -item[1].wall)[:count]


def total(costs: list[Cost]) -> Cost:
    """One after the other: times add up, the peak is the highest."""
    return Cost(
        sum(cost.wall for cost in costs),
        sum(cost.cpu for cost in costs),
        max((cost.peak_mb for cost in costs), default=0.0),
    )


def middle(builds: list[Build]) -> Build:
    """The build whose time by the clock is the median."""
    return sorted(builds, key=lambda build: build.cost.wall)[(len(builds) - 1) // 2]


def middle_cost(costs: list[Cost]) -> Cost:
    """The median of each figure by itself."""
    return Cost(
        *(median(getattr(cost, name) for cost in costs) for name in ("wall", "cpu", "peak_mb"))
    )


class Bench:
    """The steps at one scale, in a folder for databases, logs and exports."""

    def __init__(self, scale: Scale, runs: int, work: Path, tell: Callable[[str], None]):
        self.scale, self.runs, self.work, self.tell = scale, runs, work, tell
        self.database = work / "vitrine.duckdb"
        work.mkdir(parents=True, exist_ok=True)

    def full_refresh(self) -> Build:
        """Everything from nothing, with all tests."""
        builds = []
        for number in range(self.runs):
            self._remove(self.database)
            builds.append(self._dbt(f"full {number}", self.scale.all, "build", "--full-refresh"))
        return middle(builds)

    def one_by_one(self) -> Build:
        """The same once more, node after node, so that what each took is its own."""
        self._remove(self.database)
        return self._dbt("nodes", self.scale.all, "build", "--full-refresh", *ONE_BY_ONE)

    def next_day(self) -> Build:
        """A database of the day before, shown what came in the night."""
        kept = self.work / "before.duckdb"
        self._remove(self.database)
        self._dbt("day before", self.scale.before, *DAILY)
        shutil.move(self.database, kept)
        builds = []
        for number in range(self.runs):
            shutil.copy(kept, self.database)
            builds.append(self._dbt(f"next day {number}", self.scale.all, *DAILY))
        self._remove(kept)
        return middle(builds)

    def no_change(self) -> Build:
        """A build where nothing came at all."""
        return middle(
            [
                self._dbt(f"no change {number}", self.scale.all, *DAILY)
                for number in range(self.runs)
            ]
        )

    def slice(self) -> Build:
        """From the facts to labels, the segments looked for anew."""
        return middle(
            [
                self._dbt(
                    f"slice {number}", self.scale.all, "run", "--vars", "{refit: true}",
                    "--select", *SLICE, "segment_schedule", "spend_frequency_cores", *ONE_BY_ONE,
                )
                for number in range(self.runs)
            ]
        )  # fmt: skip

    def within_6_gb(self) -> Build:
        """The full build with DuckDB held to 6 GB, once."""
        self._remove(self.database)
        return self._dbt(
            "6 GB", self.scale.all, "build", "--full-refresh", VITRINE_MEMORY_LIMIT="6GB"
        )

    def export(self) -> Path:
        """The clean facts as files, for the others."""
        folder = self.work / "clean"
        clean.export(self.database, folder)
        return folder

    def segments(self) -> int:
        """How many segments the build's model has."""
        with duckdb.connect(str(self.database), read_only=True) as connection:
            query = "select count(distinct segment_id) from segmentation.segment_model"
            return connection.execute(query).fetchall()[0][0]

    def others(self, name: str, *arguments: str | Path) -> Cost:
        """`python -m benchmarks.<name>` with these arguments, as often as everything else."""
        command = [sys.executable, "-m", f"benchmarks.{name}", *arguments]
        return middle_cost(
            [self._measured(f"{name} {number}", command) for number in range(self.runs)]
        )

    def tried(self, name: str, *arguments: str | Path) -> Cost | None:
        """What `others` gives, or None where the other does not succeed, which is told."""
        try:
            return self.others(name, *arguments)
        except measured.Failed as failure:
            self.tell(str(failure))
            return None

    def _dbt(self, title: str, raw: Path, *arguments: str, **environment: str) -> Build:
        nodes = self.work / "nodes.json"
        command = [
            sys.executable, "-m", "benchmarks.dbt_nodes", nodes, *arguments,
            "--target-path", self.work / "target", "--log-path", self.work / "logs",
        ]  # fmt: skip
        cost = self._measured(
            title, command, VITRINE_TARGET="duckdb", VITRINE_RAW_DIR=raw,
            VITRINE_DUCKDB_PATH=self.database, **environment,
        )  # fmt: skip
        costs = {
            row["node"]: Cost(row["wall"], row["cpu"], row["peak_mb"] or 0.0)
            for row in json.loads(nodes.read_text())
        }
        # the peak of the process was forgotten at every node
        peak = max([cost.peak_mb, *(node.peak_mb for node in costs.values())])
        return Build(replace(cost, peak_mb=peak), costs)

    def _measured(self, title: str, command: list, **environment: str | Path) -> Cost:
        log = self.work / f"{title.replace(' ', '_')}.log"
        cost = measured.run(command, log, **environment)
        self.tell(f"{title}: {cost.wall:.1f} s, {cost.cpu:.1f} s of CPU, {cost.peak_mb:,.0f} MB")
        return cost

    def _remove(self, database: Path) -> None:
        for file in (database, database.with_name(f"{database.name}.wal")):
            file.unlink(missing_ok=True)
