"""Builds that are killed, meet another build, a full disk, a file that may not be written or is
damaged: something is said in one line, the earlier database stays, and the next build is right.

Three kills in every run of the suite, on part of the warehouse; `make fuzz` kills 32 times
(VITRINE_KILLS), each time a build of all of it.
"""

import ctypes
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest
from conftest import ROOT, WITHOUT_TESTS
from published import NOT_COMPARED, PUBLISHED, digests

from vitrine import duckdb_plugin
from vitrine.sample.__main__ import main as make_sample

KILLS = int(os.environ.get("VITRINE_KILLS", "3"))
NIGHTLY = "VITRINE_KILLS" in os.environ
# How often a build is killed before one is let through: a second kill meets what the first one left.
IN_A_ROW = 8
# Clustering takes half the time and writes few tables; the suite leaves it to the nightly run.
PART = ("--select", "+customer_id_ledger", "+row_conservation")
UP_TO = () if NIGHTLY else PART
# The same again in the tables that remember earlier builds, which no refresh empties.
REMEMBERED = {"segmentation.segment_membership"} if NIGHTLY else set()
# Linux: drop a capability from the bounding set, and the one that lets root write any file.
PR_CAPBSET_DROP, CAP_DAC_OVERRIDE = 24, 1


@pytest.fixture(scope="module")
def mall(tmp_path_factory) -> Path:
    """Raw files of 200 people."""
    folder = tmp_path_factory.mktemp("mall") / "raw"
    assert make_sample(["--people", "200", "--seed", "11", "--quiet", "--out", str(folder)]) == 0
    return folder


@pytest.fixture(scope="module")
def first_half(mall, tmp_path_factory) -> Path:
    """The same as they stood in the middle of the year: what an earlier build has seen."""
    folder = tmp_path_factory.mktemp("half") / "raw"
    shutil.copytree(mall, folder)
    for name, column in (
        ("mall/pos_sales", "sold_at"), ("mall/visits", "entered_at"), ("mall/wifi_sessions", "connected_at"),
        ("mall/app_events", "occurred_at"), ("streaming/viewing_sessions", "started_at"),
    ):  # fmt: skip
        path = folder / f"{name}.csv"
        duckdb.sql(
            f"copy (from read_csv('{mall / name}.csv', all_varchar = true)"
            f" where {column} < '2025-07-01') to '{path}'"
        )
    return folder


@pytest.fixture(scope="module")
def earlier(project, first_half, tmp_path_factory) -> Path:
    """The database of the earlier build."""
    build = project.dbt(*WITHOUT_TESTS, *UP_TO, raw=first_half, into=tmp_path_factory.mktemp("a"))
    assert build.success, build.shown
    return build.database


@pytest.fixture(scope="module")
def undisturbed(project, mall, earlier, tmp_path_factory):
    """The build of today upon the earlier one, with nothing in its way."""
    into = tmp_path_factory.mktemp("undisturbed")
    shutil.copy(earlier, into)
    build = project.dbt(*WITHOUT_TESTS, *UP_TO, raw=mall, into=into)
    assert build.success, build.shown
    return build


class Process:
    """`dbt build` as a process of its own, as a user starts it."""

    def __init__(self, raw: Path, into: Path, artifacts: Path, *arguments: str, **options):
        self.log = artifacts / f"{time.monotonic_ns()}.log"
        self.running = subprocess.Popen(
            [
                str(Path(sys.executable).with_name("dbt")), "--no-use-colors", *WITHOUT_TESTS, *arguments,
                "--project-dir", str(ROOT), "--profiles-dir", str(ROOT),
                "--target-path", str(artifacts), "--log-path", str(artifacts),
                "--no-write-json", "--log-level-file", "none",
            ],
            env=os.environ
            | {"VITRINE_RAW_DIR": str(raw), "VITRINE_DUCKDB_PATH": str(into / "vitrine.duckdb")},
            cwd=ROOT, stdout=self.log.open("w"), stderr=subprocess.STDOUT, **options,
        )  # fmt: skip

    @property
    def shown(self) -> str:
        return self.log.read_text()

    def wait_for(self, text: str, times: int = 1) -> None:
        """Until a text was shown so many times, or the process has ended."""
        until = time.monotonic() + 300
        while self.running.poll() is None and self.shown.count(text) < times:
            assert time.monotonic() < until, self.shown
            time.sleep(0.01)

    def kill(self) -> bool:
        """True where it was still running."""
        with suppress(ProcessLookupError):
            os.kill(self.running.pid, signal.SIGKILL)
        return self.running.wait() == -signal.SIGKILL


@pytest.fixture
def artifacts(project) -> Path:
    return project.artifacts


@pytest.fixture
def into(artifacts, earlier) -> Path:
    """Where processes build upon the earlier database: by the path with which this process has parsed
    the project, since dbt would parse it anew for another.
    """
    assert os.environ["VITRINE_DUCKDB_PATH"] == str(artifacts / "vitrine.duckdb")
    (artifacts / "vitrine.duckdb.wal").unlink(missing_ok=True)
    shutil.copy(earlier, artifacts / "vitrine.duckdb")
    return artifacts


def tables(database: Path) -> dict[str, tuple]:
    """A checksum of each published table that is there."""
    with duckdb.connect(str(database), read_only=True) as connection:
        there = {
            f"{schema}.{name}"
            for schema, name in connection.execute(
                "select schema_name, table_name from duckdb_tables()"
            ).fetchall()
        }
    compared = (set(PUBLISHED) | {"marts.customer_id_ledger"}) - NOT_COMPARED
    return digests(database, sorted(there & compared))


def test_a_killed_build_is_made_good_by_the_next_one(
    project, mall, earlier, undisturbed, into, artifacts
):
    chance, expected, steps = random.Random(KILLS), tables(undisturbed.database), 0
    assert expected.keys() >= {"audit.row_conservation", "marts.customer_id_ledger"} | REMEMBERED
    assert expected != tables(earlier)
    models = sum(status == "success" for status in undisturbed.statuses.values())
    survived = 0
    while survived < KILLS:
        shutil.copy(earlier, into / "vitrine.duckdb")
        for _ in range(min(IN_A_ROW, KILLS - survived)):
            process = Process(mall, into, artifacts, *UP_TO)
            # anywhere from the first hook to the last table
            process.wait_for("START hook", 1)
            process.wait_for(" OK ", chance.randint(0, models))
            time.sleep(chance.random() / 4)
            steps += process.shown.count(" OK ")
            survived += process.kill()
            assert tables(into / "vitrine.duckdb").keys() >= tables(earlier).keys()
        build = project.dbt(*WITHOUT_TESTS, *UP_TO, raw=mall, into=into)
        assert build.success, build.shown
        assert tables(build.database) == expected
    assert steps > KILLS


def test_a_second_build_on_the_same_database_says_so_and_harms_nothing(
    project, mall, earlier, into, artifacts
):
    first = Process(mall, into, artifacts, "--select", "path:models/staging", "--threads", "1")
    first.wait_for("START sql")
    second = project.dbt(*WITHOUT_TESTS, raw=mall, into=into)
    assert first.running.poll() is None, "the first build was over too soon to be met"
    assert not second.success
    assert said(second.lines[-1]) == (
        f"VITRINE_DUCKDB_PATH: '{second.database}' is in use by another build or program"
        f" (process {first.running.pid}), and nothing was changed; wait until it is done or close it, then try again"
    )
    assert "Traceback" not in second.shown
    assert first.running.wait() == 0, first.shown
    assert tables(second.database) == tables(earlier)


def said(shown: str) -> str:
    """A message under dbt's headline, which must be one line."""
    headline, message = shown.splitlines()
    assert headline.startswith(("Database Error", "Runtime Error")), shown
    return message.strip()


NOT_OPENED = {
    "noise": (
        lambda path: path.write_bytes(random.Random(1).randbytes(300_000)),
        "cannot be opened as a DuckDB database",
    ),
    "cut off": (lambda path: os.truncate(path, 600_000), "cannot be opened as a DuckDB database"),
    "a folder": (lambda path: (path.unlink(), path.mkdir()), "is a folder; name a file in it"),
    "a text": (
        lambda path: path.write_text("sale_id,store_id\n1,2\n"),
        "cannot be opened as a DuckDB database",
    ),
}


@pytest.mark.parametrize("what", NOT_OPENED)
def test_a_database_that_cannot_be_opened_is_named_with_the_remedy(
    project, mall, earlier, tmp_path, what
):
    path = tmp_path / "vitrine.duckdb"
    shutil.copy(earlier, path)
    break_it, message = NOT_OPENED[what]
    break_it(path)
    before = path.read_bytes() if path.is_file() else None
    build = project.dbt(*WITHOUT_TESTS, raw=mall, into=tmp_path)
    assert not build.success
    line = said(build.lines[-1])
    assert line.startswith(f"VITRINE_DUCKDB_PATH: '{path}'") and message in line
    assert "Traceback" not in build.shown
    assert before is None or path.read_bytes() == before


def test_a_nearly_full_disk_stops_the_build_before_it_begins(
    project, mall, earlier, tmp_path, monkeypatch
):
    shutil.copy(earlier, tmp_path / "vitrine.duckdb")
    usage = shutil.disk_usage(tmp_path)._replace(free=3 << 20)
    monkeypatch.setattr(duckdb_plugin.shutil, "disk_usage", lambda path: usage)
    build = project.dbt(*WITHOUT_TESTS, raw=mall, into=tmp_path)
    assert not build.success
    assert "has 3 MB left, too little for a build; make room" in said(build.lines[-1])
    assert (tmp_path / "vitrine.duckdb").read_bytes() == earlier.read_bytes()


def test_a_disk_that_fills_up_is_named_and_what_was_published_can_be_read(
    project, mall, earlier, tmp_path
):
    """A limit on the size of files stands in for the disk: the system then refuses to write on."""
    shutil.copy(earlier, tmp_path / "vitrine.duckdb")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, before[1]))
    try:
        build = project.dbt(
            *WITHOUT_TESTS, "--select", "path:models/staging", "--full-refresh",
            "--no-write-json", "--log-level-file", "none", raw=mall, into=tmp_path,
        )  # fmt: skip
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not build.success
    assert build.shown.count("the disk is full; make room for it or name a file") == 1
    assert "Traceback" not in build.shown
    assert tables(tmp_path / "vitrine.duckdb") == tables(earlier)


def without_power_over_files():
    """Root may write anything; in a container the suite runs as root."""
    if os.geteuid() == 0:
        assert ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE) == 0


OPEN = """
import sys, types, duckdb
from vitrine.duckdb_plugin import Plugin
path, plugin, settings = sys.argv[1], Plugin("duckdb_plugin", {}), {}
try:
    plugin.update_connection_config(types.SimpleNamespace(path=path), settings)
except RuntimeError as problem:
    sys.exit(str(problem))
"""


@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_may_not_be_written_is_named_with_the_remedy(earlier, tmp_path, what):
    folder = tmp_path / "kept"
    folder.mkdir()
    path = folder / "vitrine.duckdb"
    shutil.copy(earlier, path)
    protected = path if what == "file" else folder
    mode = protected.stat().st_mode
    protected.chmod(mode & ~0o222)
    try:
        opened = subprocess.run(
            [sys.executable, "-c", OPEN, str(path)],
            preexec_fn=without_power_over_files, capture_output=True, text=True, cwd=ROOT,
        )  # fmt: skip
    finally:
        protected.chmod(mode)
    assert opened.stderr.strip() == (
        f"VITRINE_DUCKDB_PATH: the {what} '{protected}' cannot be written; change its permissions, or name another file"
    )
    assert path.read_bytes() == earlier.read_bytes()


@pytest.mark.parametrize(
    ("variable", "value", "example"),
    [("VITRINE_THREADS", "many", "4"), ("VITRINE_MEMORY_LIMIT", "lots", "6GB")],
)
def test_a_setting_that_duckdb_cannot_use_is_named(
    project, mall, tmp_path, variable, value, example
):
    build = project.dbt(*WITHOUT_TESTS, raw=mall, into=tmp_path, **{variable: value})
    assert not build.success
    assert said(build.lines[-1]) == (
        f"{variable}: DuckDB cannot use '{value}'; write it as {example}"
    )


@pytest.mark.parametrize(
    ("limit", "kept"), [("512MB", "488.2 MiB"), ("900TB", "0 bytes"), (None, None)]
)
def test_duckdb_keeps_what_it_may_take(monkeypatch, limit, kept):
    """All that it may take, unless that is more than the machine has; our share where nothing is said."""
    monkeypatch.delenv("VITRINE_THREADS", raising=False)
    monkeypatch.delenv("VITRINE_MEMORY_LIMIT", raising=False)
    if limit:
        monkeypatch.setenv("VITRINE_MEMORY_LIMIT", limit)
    plugin, config = duckdb_plugin.Plugin("duckdb_plugin", {}), {}
    plugin.update_connection_config(SimpleNamespace(path=":memory:"), config)
    assert config == {"memory_limit": limit or duckdb_plugin.MEMORY}
    with duckdb.connect(config=config) as connection:
        plugin.configure_connection(connection)
        [(allowed, at_hand)] = connection.execute(
            "select current_setting('memory_limit'), current_setting('block_allocator_memory')"
        ).fetchall()
    assert at_hand == (kept or allowed)


@pytest.mark.parametrize("content", [None, "", "not hexadecimal", "ab" * 31])
def test_a_key_that_is_none_stops_the_build_in_one_line(project, mall, tmp_path, content):
    key = tmp_path / "key"
    if content is not None:
        key.write_text(content)
    build = project.dbt(*WITHOUT_TESTS, raw=mall, into=tmp_path, VITRINE_PII_KEY_FILE=str(key))
    assert not build.success
    assert said(build.lines[-1]).startswith(f"{key}: not a key; it must hold 64 hexadecimal digits")
