"""The benchmark measures what it says: the same work by others, true costs, tables that follow from results."""

import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest
from sklearn.metrics import adjusted_rand_score

from benchmarks import clean, dbt_nodes, measured, results, same, scales, tables

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def facts(sample_build, tmp_path_factory):
    """The clean facts of the sample as files."""
    folder = tmp_path_factory.mktemp("facts")
    clean.export(sample_build.database, folder)
    return folder


def labelled(module: str, *arguments) -> None:
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{module}", *map(str, arguments)],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def agreement(sample_build, labels: Path) -> tuple[int, int, float]:
    """People labelled, people of the build's clusters among them, and how both groupings agree."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{sample_build.database}' as built (read_only)")
        [(people,)] = connection.execute(f"select count(*) from '{labels}'").fetchall()
        both = connection.execute(
            f"""
            select ours.segment_id, theirs.segment
            from built.segmentation.customer_segments as ours
            inner join '{labels}' as theirs on ours.customer_id = theirs.customer_id
            where not ours.is_routed
            """
        ).fetchall()
    return people, len(both), adjusted_rand_score(*zip(*both, strict=True))


def test_the_limit_yields_the_features_and_labels_of_the_build(sample_build, facts, tmp_path):
    k = sample_build.value("select count(distinct segment_id) from segmentation.segment_model")
    labelled("limit", facts, k, tmp_path / "labels.parquet")
    people, clustered, index = agreement(sample_build, tmp_path / "labels.parquet")
    asked = "select count(*) from segmentation.customer_segments where not is_routed"
    assert people == clustered == sample_build.value(asked)
    assert index > 0.9


def test_the_analyst_labels_everybody_who_bought(sample_build, facts, tmp_path):
    labelled("analyst", facts, tmp_path / "labels.parquet")
    people, _, index = agreement(sample_build, tmp_path / "labels.parquet")
    bought = "select count(*) from segmentation.customer_activity where purchases > 0"
    assert people == sample_build.value(bought)
    assert 0.2 < index < 0.9


def test_the_last_delivery_is_all_that_both_folders_differ_by(tmp_path, monkeypatch):
    monkeypatch.setattr(scales, "DATA", tmp_path)
    scale = scales.Scale("T", 300, days=60)
    scales.prepare(scale, lambda _: None)
    counted = scales.rows(scale)
    nights = {}
    for table in counted:
        source, name = table.split(".")
        everything, before = (
            duckdb.sql(f"select * from '{folder}/{source}/{name}/*.parquet'")
            for folder in (scale.all, scale.before)
        )
        assert len(everything) == counted[table]
        late = everything.except_(before)
        assert len(everything) - len(before) == len(late)
        if len(late):
            nights[table] = {
                loaded_at[:10] for (loaded_at,) in late.project("loaded_at").fetchall()
            }
    assert nights
    assert len(set.union(*nights.values())) == 1
    assert not (scale.folder / "generated").exists()


def test_a_cost_is_that_of_the_command(tmp_path):
    burn = (
        "import time\nheld = bytearray(200 << 20)\nend = time.process_time() + 0.3\n"
        "while time.process_time() < end: pass"
    )
    # from a process of its own: the peak of a child begins with what its parent has, and this one has much
    told = "import sys; from benchmarks.measured import run; print(run(sys.argv[1:-1], Path(sys.argv[-1])))"
    asked = subprocess.run(
        [sys.executable, "-c", f"from pathlib import Path; {told}", sys.executable, "-c", burn, tmp_path / "log"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = dict(re.findall(r"(\w+)=([\d.]+)", asked.stdout))
    assert float(found["cpu"]) >= 0.3
    assert float(found["wall"]) >= 0.3
    assert 200 <= float(found["peak_mb"]) < 400


def test_a_command_that_fails_says_where_its_output_is(tmp_path):
    with pytest.raises(measured.Failed, match=re.escape(str(tmp_path / "log"))):
        measured.run([sys.executable, "-c", "raise SystemExit(3)"], tmp_path / "log")


def test_a_peak_counts_for_every_node_that_was_at_work_before_it_was_forgotten(monkeypatch):
    peaks = iter([100.0, 900.0, 300.0, 200.0])
    monkeypatch.setattr(dbt_nodes, "_peak", lambda: next(peaks))
    monkeypatch.setattr(dbt_nodes, "_forget_peak", lambda: None)
    watch = dbt_nodes.StopWatch()
    for name, node in (
        ("NodeStart", "large"), ("NodeStart", "small"), ("NodeFinished", "small"), ("NodeFinished", "large"),
    ):  # fmt: skip
        about = SimpleNamespace(node_info=SimpleNamespace(unique_id=node))
        watch(SimpleNamespace(info=SimpleNamespace(name=name), data=about))
    assert [(row["node"], row["peak_mb"]) for row in watch.rows] == [
        ("small", 300.0), ("large", 900.0),
    ]  # fmt: skip


def test_the_pages_show_what_the_results_say():
    found = results.known()
    assert {"S", "M", "L"} <= set(found)
    for page, language in tables.PLACES.items():
        assert tables.summary(found, language) in (ROOT / page).read_text(encoding="utf-8")
    assert tables.detail(found) in (ROOT / "docs" / "scaling.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("runs", "said"),
    [
        ([1, 1, 1], "; each step once."),
        ([3, 3, 3], "; of each step the median of 3 (¹ once)."),
        ([3, 3, 1], "; S, M: of each step the median of 3 (¹ once); L: each step once."),
    ],
)
def test_the_table_says_how_often_each_step_was_measured(runs, said):
    known = results.known()
    found = {
        name: known[name] | {"often": dict.fromkeys(tables.STEPS, n)}
        for name, n in zip("SML", runs, strict=True)
    }
    assert tables.summary(found, 0).endswith(said)


def test_what_was_measured_less_often_than_the_rest_is_marked():
    known = results.known()["L"]
    often = dict.fromkeys(tables.STEPS, 3) | {"next_day": 1}
    lines = tables.summary({"L": known | {"often": often}}, 0).splitlines()
    marked = [line for line in lines if line.endswith("¹ |")]
    assert [line.split("|")[1].strip() for line in marked] == [tables.STEPS["next_day"][0]]


def test_the_table_has_commas_between_its_words_and_points_in_its_numbers_in_portuguese():
    shown = tables.summary({"S": results.known()["S"]}, 1)
    assert re.match(r"\| \| S: 20\.000 pessoas, [\d.]+ visitas \|\n", shown)


def test_two_databases_are_the_same_in_whatever_order_rows_lie(tmp_path, capsys):
    before, after = tmp_path / "before.duckdb", tmp_path / "after.duckdb"
    for path, order in ((before, "asc"), (after, "desc")):
        with duckdb.connect(str(path)) as connection:
            connection.execute(
                f"""
                create table people as select * from range(9) as t (id) order by id {order};
                create schema audit;
                create table audit.build_runs as select '{order}' as run;
                create table staged as select 1 as id, hash('{order}') as row_fingerprint;
                create view shown as select '{order}' as how
                """
            )
    assert same.main([str(before), str(after)]) == 0
    assert capsys.readouterr().out == "2 tables in both, 0 of them differ\n"
    with duckdb.connect(str(after)) as connection:
        connection.execute("update people set id = 9 where id = 3; create table added (id int)")
        connection.execute("alter table staged add column more int")
    assert same.main([str(before), str(after)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "main.added: only after",
        "main.people: differs",
        "main.staged: differs",
        "2 tables in both, 2 of them differ",
    ]


def test_time_that_grows_in_step_has_the_exponent_one():
    small = {"people": 10, "full": {"wall": 3.0}}
    large = {"people": 1_000, "full": {"wall": 300.0}}
    assert results.exponent(small, large, "full") == pytest.approx(1.0)
