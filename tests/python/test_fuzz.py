"""Whatever file is delivered, each of its rows is accepted, a duplicate or quarantined, or the build
stops with one line that names the file; nothing is lost and no engine's error is shown.

Nine files for each of the fourteen raw tables in every run of the suite, the same each time;
`make fuzz` draws 160 for each, other ones every night (VITRINE_FUZZ_EXAMPLES).
"""

import csv
import os
from collections import defaultdict
from itertools import product
from pathlib import Path

import duckdb
import fuzzing
import pytest
from conftest import ROOT, Build
from fuzzing import HOSTILE, TABLES, File, contract
from hypothesis import HealthCheck, Phase, given, settings

from vitrine import raw_files

NIGHTLY = "VITRINE_FUZZ_EXAMPLES" in os.environ
EXAMPLES = int(os.environ.get("VITRINE_FUZZ_EXAMPLES", "9"))
LARGE_CELL = 200_000_000 if NIGHTLY else 40_000_000
PARTS = 30
STAGED = ("row_conservation", "row_conservation_by_day", "repaired_values", "quarantined_rows")
CHAIN = (
    "build", "--select", "path:models/staging", *STAGED,
    "--exclude-resource-type", "test", "--exclude-resource-type", "unit_test",
)  # fmt: skip
# What an engine or an interpreter says when nobody has thought of a case.
RAW_ERRORS = ("Traceback", "Binder Error", "Conversion Error", "Parser Error", "Catalog Error", "INTERNAL Error",
              "Invalid Input Error", "Out of Range", "Out of Memory", "Python exception")  # fmt: skip

fuzz = settings(
    max_examples=EXAMPLES,
    derandomize=not NIGHTLY,
    deadline=None,
    database=None,
    print_blob=True,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)


class Pool:
    """The files that were drawn, apart by whether they can be read, and what is in them."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.readable: dict[tuple[str, str], list[File]] = defaultdict(list)
        self.refused: dict[str, list[File]] = defaultdict(list)
        self.explored: set[str] = set()

    def explore(self, table: str) -> None:
        if table not in self.explored:

            @fuzz
            @given(fuzzing.files(table))
            def every_file_is_read_or_refused(file: File):
                errors = self.check(file)
                if errors:
                    self.refused[table].append(file)
                else:
                    self.readable[table, file.suffix].append(file)

            every_file_is_read_or_refused()
            self.explored.add(table)

    def check(self, file: File) -> list[str]:
        """The law for one file as inspection sees it; answers with the errors."""
        self.folder.mkdir(exist_ok=True)
        root = Path(self.folder, str(len(list(self.folder.iterdir()))))
        path = file.write(root / file.table)
        table = contract()[file.table]
        found = raw_files.inspect(str(root), [table])
        for line in found["errors"] + found["notices"]:
            assert line.isprintable(), (line, fuzzing.described(path))
            assert line.startswith(file.table), (line, fuzzing.described(path))
            assert not any(mark in line for mark in RAW_ERRORS), (line, fuzzing.described(path))
        if found["errors"]:
            return found["errors"]
        view = found["views"][f"{table['source']}.{table['table']}"]
        with duckdb.connect() as connection:
            connection.execute("set TimeZone = 'UTC'")
            rows = connection.execute(view).fetchall()
            lines = found["unreadable_lines"]
            unreadable = connection.execute(
                f"select count(*) from '{lines}'" if lines else "select 0"
            ).fetchone()[0]
        if file.records is not None:
            assert len(rows) + unreadable == file.records, fuzzing.described(path)
        if file.rows is not None:
            assert sorted(rows, key=repr) == sorted(file.rows, key=repr), fuzzing.described(path)
        return []


@pytest.fixture(scope="module")
def pool(tmp_path_factory) -> Pool:
    return Pool(tmp_path_factory.mktemp("fuzz") / "files")


@pytest.mark.parametrize("table", TABLES)
def test_a_file_is_read_to_its_last_row_or_refused_in_one_line(pool, table):
    pool.explore(table)


def built(project, raw: Path, into: Path) -> Build:
    """Staging and its audit of raw files of which most rows may be bad, without the limits on that."""
    if not (into / "vitrine.duckdb").exists():
        into.mkdir()
        seed = ROOT / "seeds" / "reference" / "rejection_limits.csv"
        with duckdb.connect(str(into / "vitrine.duckdb")) as connection:
            connection.execute(f"""
                create schema reference;
                create table reference.rejection_limits as from read_csv('{seed}') limit 0
            """)
    return project.dbt(*CHAIN, raw=raw, into=into)


def conserved(build, expected: dict[str, int]) -> None:
    """Rows and money of every table balance, and as many rows came in as were written."""
    for row in build.rows("from audit.row_conservation"):
        source, table, raw, accepted, duplicate, quarantined = row[:6]
        name = f"{source}/{table}"
        assert raw == accepted + duplicate + quarantined, row
        assert row[6] == sum(row[7:10]), row
        if name in expected:
            assert raw == expected[name], (name, raw, expected[name])
    assert build.value("select count(*) from audit.quarantined_rows") == build.value(
        "select sum(quarantined_rows) from audit.row_conservation"
    )


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_every_row_of_every_file_is_accepted_a_duplicate_or_quarantined(
    project, pool, tmp_path, suffix
):
    for table in TABLES:
        pool.explore(table)
    most = max(len(pool.readable[table, suffix]) for table in TABLES)
    assert most > 1
    for first in range(0, most, PARTS):
        raw, expected = tmp_path / f"raw{first}", {}
        for table in TABLES:
            parts = pool.readable[table, suffix][first : first + PARTS]
            for number, file in enumerate(parts):
                file.write(raw / table / f"part-{number}")
            fuzzing.write_usual(table, raw / table / "usual", suffix)
            if all(file.records is not None for file in parts):
                expected[table] = 1 + sum(file.records for file in parts)
        build = built(project, raw, tmp_path / f"built{first}")
        assert build.success, (raw, build.shown)
        assert not any(mark in build.shown for mark in RAW_ERRORS), build.shown
        conserved(build, expected)


def test_every_hostile_value_in_every_column_is_accepted_repaired_or_quarantined(project, tmp_path):
    """Each twice in a row that is otherwise a usual one: sums must bear it, too."""
    raw, expected = tmp_path / "raw", {}
    for table in TABLES:
        columns, usual = contract()[table]["columns"], fuzzing.usual_row(table)
        rows = [list(usual), list(usual.values())]
        for number, (column, value) in enumerate(product(columns, HOSTILE * 2)):
            key = {name: str(number) for name in contract()[table]["key"][:1]}
            rows.append(list((usual | key | {column["name"]: value}).values()))
        path = raw / f"{table}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", newline="") as stream:
            csv.writer(stream, quoting=csv.QUOTE_ALL).writerows(rows)
        expected[table] = len(rows) - 1
    build = built(project, raw, tmp_path / "built")
    assert build.success, build.shown
    conserved(build, expected)
    assert build.value("select sum(rows) from audit.repaired_values") > 1000
    assert build.value("select sum(accepted_rows) from audit.row_conservation") > 1000


def test_refused_files_stop_the_build_in_one_line_each_and_nothing_is_touched(
    project, pool, tmp_path
):
    for table in TABLES:
        pool.explore(table)
    raw = tmp_path / "raw"
    for table in TABLES:
        fuzzing.write_usual(table, raw / table, ".csv")
    good = built(project, raw, tmp_path / "kept")
    assert good.success, good.shown
    before = contents(good.database)
    refused = [table for table in TABLES if pool.refused[table]]
    assert len(refused) > 5
    for table in refused:
        (raw / f"{table}.csv").unlink()
        pool.refused[table][0].write(raw / table)
    build = built(project, raw, tmp_path / "kept")
    assert not build.success
    for table in refused:
        assert any(line.strip().startswith(table) for line in build.lines[-1].splitlines()), table
    assert not any(mark in build.shown for mark in RAW_ERRORS), build.shown
    assert "called by" not in build.shown
    assert contents(good.database) == before


def contents(database: Path) -> list[tuple]:
    """Every table and view of a database with its definition and its rows."""
    with duckdb.connect(str(database), read_only=True) as connection:
        tables = connection.execute(
            "select schema_name || '.' || table_name from duckdb_tables() order by 1"
        ).fetchall()
        views = connection.execute(
            "select sql from duckdb_views() where not internal order by 1"
        ).fetchall()
        return views + [
            (name, sorted(connection.execute(f"from {name}").fetchall(), key=repr))
            for (name,) in tables
        ]


@pytest.mark.parametrize("size", [1_500_000, 2_500_000, 31_000_000, 40_000_000])
@pytest.mark.parametrize("cell", ["x{}", '"x{}"', '"{}\n{}"'])
def test_a_long_line_is_read_wherever_it_lies(tmp_path, size, cell):
    (tmp_path / "mall").mkdir()
    text = cell.format(*["x" * (size // cell.count("{}"))] * 2)
    lines = ["store_id,store_name,category", 'a,2" x 3,c', f"b,{text},c", "d,e,f", f"g,{text},c"]
    (tmp_path / "mall/stores.csv").write_text("\n".join(lines))
    found = raw_files.inspect(str(tmp_path), [contract()["mall/stores"]])
    assert not found["errors"] and not found["unreadable_lines"]
    with duckdb.connect() as connection:
        rows = connection.execute(
            f"select store_id, length(store_name) from ({found['views']['mall.stores']})"
        ).fetchall()
    length = len(text.strip('"'))
    assert sorted(rows) == [("a", 6), ("b", length), ("d", 1), ("g", length)]


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_a_very_large_cell_is_a_row_like_any_other(project, tmp_path, suffix):
    """DuckDB's reader of CSV loses a line of more than 32 MB without a word, unless it is told."""
    raw, cell = tmp_path / "raw", "x" * LARGE_CELL
    fuzzing.write_usual("mall/pos_sales", raw / "mall/pos_sales", ".csv")
    (raw / "mall/stores").mkdir()
    for name, text in (("large", cell), ("usual", "Loja")):
        row = fuzzing.usual_row("mall/stores") | {"store_id": name, "store_name": text}
        if suffix == ".csv":
            lines = [",".join(row), ",".join(row.values())]
            (raw / f"mall/stores/{name}.csv").write_text("\n".join(lines))
        else:
            duckdb.from_arrow(fuzzing.pa.Table.from_pylist([row])).write_parquet(
                str(raw / f"mall/stores/{name}.parquet")
            )
    del cell
    build = built(project, raw, tmp_path / "built")
    assert build.success, build.shown[-3000:]
    conserved(build, {"mall/stores": 2})
    longest = build.value("select max(length(store_name)) from staging.stg_mall__stores")
    assert longest == LARGE_CELL
