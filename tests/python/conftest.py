"""A dbt build for tests: in this process, with one parsed manifest, so that a build costs seconds
rather than start-up time.
"""

import gc
import os
import pickle
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import duckdb
import joblib
import pyarrow as pa
import pytest
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner, dbtRunnerResult
from dbt.compilation import Compiler
from dbt.graph import Graph
from dbt_common.events.base_types import DebugLevel, EventLevel
from dbt_common.events.event_manager import EventManager

from vitrine import diagnostics, matching, propensity, stability

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "seeds" / "sample"
SHARED = ROOT.parent / "shared"
# The main job but for the unit tests, which ask the same whatever the data: `sample_build` runs them.
WITHOUT_UNIT_TESTS = ("build", "--exclude-resource-type", "unit_test")
# What a build makes without asking whether it is right: for tests that compare two builds. Nor is it
# looked for which tests belong to it, which takes two seconds.
WITHOUT_TESTS = (
    *WITHOUT_UNIT_TESTS, "--exclude-resource-type", "test", "--indirect-selection", "empty",
)  # fmt: skip
# A third of what a build of the sample costs. What they give depends on their arguments alone, so of
# builds of the same rows, in any order, one computes it.
SLOWEST = ((diagnostics, "scan_all"), (matching, "account_pairs"), (propensity, "evaluate"))
# Files whose first test takes minutes, longest first: what begins last should be short, or one
# process ends alone.
FIRST = (
    "test_parity.py", "test_main_job.py", "test_deliveries.py", "test_privacy.py",
    "test_bigquery.py", "test_refits.py", "test_metamorphic.py", "test_own_data.py",
    "test_metrics.py", "test_faults.py", "test_time_travel.py", "test_lint.py", "test_scenarios.py",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    order = {name: number for number, name in enumerate(FIRST)}
    items.sort(key=lambda item: order.get(item.path.name, len(order)))


@dataclass
class Build:
    """What a dbt command did: whether it passed, and every line that the user saw."""

    success: bool
    database: Path
    lines: list[str] = field(default_factory=list)
    statuses: dict[str, str] = field(default_factory=dict)

    @property
    def shown(self) -> str:
        return "\n".join(self.lines)

    def rows(self, query: str) -> list[tuple]:
        with duckdb.connect(str(self.database), read_only=True) as connection:
            return connection.execute(query).fetchall()

    def value(self, query: str):
        return self.rows(query)[0][0]


def in_any_order(given):
    """Arguments with their tables sorted: two that differ in the order of rows are the same."""
    if isinstance(given, pa.Table):
        columns = [(name, "ascending") for name in given.column_names]
        return given.sort_by(columns).combine_chunks()
    if hasattr(given, "__dict__"):
        return {name: in_any_order(one) for name, one in vars(given).items()}
    return given


def computed(what: str, compute: Callable):
    return compute()


def without_debug_events(patched: pytest.MonkeyPatch) -> None:
    """dbt makes some twenty messages a node for its debug log alone: a sixth of a small build."""
    fire = EventManager.fire_event

    def fire_what_is_shown(manager, event, level=None, *others, **named):
        if (level or event.level_tag()) is not EventLevel.DEBUG:
            fire(manager, event, level, *others, **named)

    patched.setattr(DebugLevel, "__init__", lambda event, **_: None)
    patched.setattr(EventManager, "fire_event", fire_what_is_shown)


def with_one_graph(patched: pytest.MonkeyPatch, graphs: list[Graph]) -> None:
    """dbt links its nodes anew for every build, which takes it a second. Only a build asks for edges
    between tests and models; what other commands link may hold a node that they were told inline.
    """
    link = Compiler.compile

    def linked(compiler, manifest, write=True, add_test_edges=False):
        if not add_test_edges:
            return link(compiler, manifest, write)
        if not graphs:
            graphs.append(link(compiler, manifest, write, add_test_edges))
        return graphs[0]

    patched.setattr(Compiler, "compile", linked)


class Project:
    """The project itself, with raw folder, database and artifacts of the test's choice."""

    def __init__(self, artifacts: Path, remembered: Path | None = None):
        self.artifacts = artifacts
        self.computed = joblib.Memory(remembered, verbose=0).cache(computed, ignore=["compute"])
        self.manifest = None
        self.graphs: list[Graph] = []

    def parse(self, **environment: str) -> None:
        """Reads the project, once for all commands, as the target in the environment has it."""
        with pytest.MonkeyPatch.context() as patched:
            for name, value in environment.items():
                patched.setenv(name, value)
            without_debug_events(patched)
            parsed, lines = self.invoke("parse")
        assert parsed.success, "\n".join(lines)
        self.manifest = parsed.result

    def dbt(
        self,
        *arguments: str,
        raw: Path = SAMPLE,
        into: Path,
        kept: bool = False,
        afresh: bool = False,
        coarse: bool = False,
        **environment: str,
    ) -> Build:
        """Runs a dbt command over the raw files of a folder; the database lies in the folder
        `into`, by the one name that the parsed manifest knows. Unless they are to be `kept`, dbt
        writes no log and no JSON of the whole project, which takes it longer than a small build.
        `afresh` computes what an earlier build has computed of the same rows. A `coarse` build asks
        fewer halves of the people how many segments there are, a sixth of a build: for builds that
        are compared with each other, whatever segments they find.
        """
        database = into / "vitrine.duckdb"
        into.mkdir(parents=True, exist_ok=True)
        environment = {
            "VITRINE_RAW_DIR": str(raw),
            "VITRINE_DUCKDB_PATH": str(database),
            **environment,
        }
        with self.surroundings(environment, afresh=afresh, coarse=coarse) as patched:
            if not kept:
                without_debug_events(patched)
                with_one_graph(patched, self.graphs)
                arguments += ("--no-write-json", "--log-level-file", "none")
            result, lines = self.invoke(*arguments)
        statuses = {one.node.name: str(one.status) for one in getattr(result.result, "results", [])}
        return Build(result.success, database, lines, statuses)

    @contextmanager
    def surroundings(
        self, environment: dict[str, str], *, afresh: bool = False, coarse: bool = False
    ) -> Iterator[pytest.MonkeyPatch]:
        """What holds while a command runs: its environment, and what it need not compute."""
        with pytest.MonkeyPatch.context() as patched:
            for name, value in environment.items():
                patched.setenv(name, value)
            if coarse:
                patched.setattr(stability, "MOST_HALVES", stability.HALVES)
            for module, name in () if afresh else SLOWEST:
                patched.setattr(module, name, self.remembering(getattr(module, name), coarse))
            yield patched

    def remembering(self, function: Callable, *more) -> Callable:
        def answer(*given):
            asked = joblib.hash([*more, *(in_any_order(one) for one in given)])
            what = f"{function.__qualname__} {asked}"
            return self.computed(what, partial(function, *given))

        return answer

    def invoke(self, *arguments: str) -> tuple[dbtRunnerResult, list[str]]:
        """What dbt gives back, and the lines that it shows."""
        lines: list[str] = []
        for node in self.manifest.nodes.values() if self.manifest else ():
            # or dbt takes the ephemeral models of the build before for written into this one's SQL
            if getattr(node, "extra_ctes_injected", False):
                node.extra_ctes_injected, node.extra_ctes = False, []
        runner = dbtRunner(
            manifest=self.manifest,
            callbacks=[
                lambda event: lines.append(event.info.msg) if event.info.level != "debug" else None
            ],
        )
        # or a fifth of a build is looking for garbage among what dbt keeps anyway
        gc.disable()
        try:
            result = runner.invoke(
                [
                    *arguments, "--project-dir", str(ROOT), "--profiles-dir", str(ROOT),
                    "--target-path", str(self.artifacts), "--log-path", str(self.artifacts), "--quiet",
                ]
            )  # fmt: skip
        finally:
            gc.enable()
            DuckDBConnectionManager.close_all_connections()
        if result.exception:
            lines.append(str(result.exception))
        return result, lines


@pytest.fixture(scope="session")
def project(tmp_path_factory) -> Project:
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    project = Project(tmp_path_factory.mktemp("artifacts"), shared / "computed")
    os.environ["DBT_SEND_ANONYMOUS_USAGE_STATS"] = "false"
    os.environ["VITRINE_DUCKDB_PATH"] = str(project.artifacts / "vitrine.duckdb")
    project.parse()
    return project


@pytest.fixture(scope="session")
def sample_build(project, tmp_path_factory) -> Build:
    """The main job over the committed sample, with all its dbt tests. The first of the processes that
    share the tests runs it; each has a copy of the database and of what dbt wrote beside it.
    """
    own = tmp_path_factory.mktemp("sample")
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return project.dbt("build", into=own, kept=True)
    shared = tmp_path_factory.getbasetemp().parent / "sample_build"
    told = shared / "build.pickle"
    try:
        shared.mkdir()
    except FileExistsError:
        while not told.exists():
            time.sleep(0.2)
    else:
        build = Build(False, shared / "vitrine.duckdb", ["the build was cut short"])
        try:
            build = project.dbt("build", into=shared, kept=True)
            shutil.copytree(project.artifacts, shared / "artifacts")
        finally:
            (shared / "draft.pickle").write_bytes(pickle.dumps(build))
            (shared / "draft.pickle").rename(told)
    build = pickle.loads(told.read_bytes())
    assert build.success, build.shown
    shutil.copy(build.database, own)
    shutil.copytree(shared / "artifacts", project.artifacts, dirs_exist_ok=True)
    return replace(build, database=own / build.database.name)


@pytest.fixture
def raw(tmp_path) -> Path:
    """A copy of the sample's raw files, to be broken."""
    folder = tmp_path / "raw"
    shutil.copytree(SAMPLE, folder)
    return folder
