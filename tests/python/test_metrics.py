"""Metrics: MetricFlow accepts them, and each is what a plain query of the marts says."""

import csv
import json
import re
import shutil

import duckdb
import pytest
from tools import program

from vitrine import metrics, tools

SALES = """
    sum(net_amount), sum(net_amount) filter (is_kept) / count_if(is_kept),
    count_if(is_kept and is_offer) / count_if(is_kept)
"""
# Metrics and what they are told by; and the same in SQL, as columns in that order.
QUERIES = {
    ("active_customers,repeat_rate", None): """
        select count(*), count_if(frequency > 1) / count_if(frequency > 0)
        from segmentation.customer_segments
    """,
    ("net_sales,average_basket,offer_share", None): f"select {SALES} from marts.fct_purchases",
    ("visits,weekend_share", None): """
        select count(*), count_if(is_weekend) / count(*) from marts.fct_visits
    """,
    ("active_customers,repeat_rate", "segment__segment_id"): """
        select segment_id, count(*), count_if(frequency > 1) / nullif(count_if(frequency > 0), 0)
        from segmentation.customer_segments group by all
    """,
    ("package_penetration", "customer__segment__persona_code"): """
        select persona_code, count_if(active_packages > 0) / count(*)
        from segmentation.customer_activity join segmentation.customer_segments using (customer_id)
        join marts.dim_segments using (segment_id) group by all
    """,
    ("net_sales,average_basket,offer_share", "store__store_name"): f"""
        select store_name, {SALES} from marts.fct_purchases join marts.dim_stores using (store_id)
        group by all
    """,
    ("visits,weekend_share", "customer__segment__persona_code"): """
        select persona_code, count(*), count_if(is_weekend) / count(*) from marts.fct_visits
        left join segmentation.customer_segments using (customer_id)
        left join marts.dim_segments using (segment_id) group by all
    """,
    # what the report and the summary say
    ("weekend_share", "customer__segment__persona_code"): """
        select persona_code, weekend_share
        from insights.segment_shares join marts.dim_segments using (segment_id) where visits > 0
    """,
    ("net_sales", "metric_time__day"): """
        select purchase_date::timestamp, sum(net_amount) from marts.fct_purchases group by all
    """,
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where MetricFlow has the project's parts and a target of its own."""
    return tmp_path_factory.mktemp("metrics")


@pytest.fixture(scope="module")
def flow(sample_build, folder):
    """Runs MetricFlow on the sample."""
    tool = program("metricflow", "mf")
    database = folder / "vitrine.duckdb"
    shutil.copy(sample_build.database, database)
    flow = metrics.Flow(tool, folder, database)

    def run(name: str, *arguments: str, **how) -> str:
        done = flow.run(name, *arguments, capture_output=True, **how)
        said = done.stdout + done.stderr
        assert done.returncode == 0, said[-3000:]
        return said

    return run


def figure(cell: str) -> float | str | None:
    try:
        return float(cell)
    except ValueError:
        return cell or None


def by_key(rows: list) -> dict:
    """Rows by their first cell; the rest as doubles."""
    return {
        str(row[0]) if row[0] not in (None, "") else None: [
            None if one in (None, "") else pytest.approx(float(one), rel=1e-9) for one in row[1:]
        ]
        for row in rows
    }


def test_metricflow_accepts_every_metric(flow):
    said = flow("mf", "validate-configs")
    assert said.count("ERRORS: 0") >= 6 and "✖" not in said, said[-3000:]


# `mf query` takes longer to start than to answer, so one process of its does for all.
ASK = """
import json, sys
from dbt_metricflow.cli.main import cli
for arguments in json.load(sys.stdin):
    cli(arguments, standalone_mode=False)
"""


@pytest.fixture(scope="module")
def answers(flow, folder):
    """The header and the rows that MetricFlow gives for each query."""
    files = {query: folder / f"{number}.csv" for number, query in enumerate(QUERIES)}
    asked = [
        ["query", "--metrics", names, *(("--group-by", by) if by else ()), "--csv", str(file)]
        for (names, by), file in files.items()
    ]
    flow("python", "-c", ASK, input=json.dumps(asked))
    return {query: list(csv.reader(file.read_text().splitlines())) for query, file in files.items()}


@pytest.mark.parametrize("names, told_by", QUERIES)
def test_a_metric_is_what_a_plain_query_says(answers, sample_build, names, told_by):
    header, *found = answers[names, told_by]
    columns = [told_by, *names.split(",")] if told_by else names.split(",")
    order = [header.index(name) for name in columns]
    rows = [[row[place] for place in order] for row in found]
    expected = sample_build.rows(QUERIES[names, told_by])
    if not told_by:
        rows, expected = [["all", *rows[0]]], [("all", *expected[0])]
    assert len(rows) > (told_by is not None) and by_key(rows) == {
        key: [one if one is None else float(one.expected) for one in values]
        for key, values in by_key(expected).items()
    }


def test_every_metric_is_queried(project):
    told = {name for names, _ in QUERIES for name in names.split(",")}
    parts = {
        part.name
        for metric in project.manifest.metrics.values()
        for part in (metric.type_params.numerator, metric.type_params.denominator)
        if part
    }
    assert {metric.name for metric in project.manifest.metrics.values()} == told | parts


def test_the_command_asks_the_database_that_is_named_now(
    flow, folder, sample_build, tmp_path, monkeypatch, capfd
):
    """MetricFlow reads the path of a database when the project is parsed, which it was in this folder,
    for another.
    """
    shutil.copytree(folder, tmp_path / "metrics", symlinks=True)
    monkeypatch.setattr(metrics, "FOLDER", tmp_path / "metrics")
    monkeypatch.setattr("sys.argv", ["metrics", "--metrics", "visits"])
    fewer = tmp_path / "fewer.duckdb"
    shutil.copy(sample_build.database, fewer)
    with duckdb.connect(str(fewer)) as connection:
        connection.execute("delete from marts.fct_visits where visit_date > '2025-06-30'")
        (remaining,) = connection.execute("select count(*) from marts.fct_visits").fetchone()
    assert remaining < sample_build.value("select count(*) from marts.fct_visits")
    monkeypatch.setenv("VITRINE_DUCKDB_PATH", str(fewer))
    assert metrics.main() == 0
    assert re.search(rf"^ *{remaining}$", capfd.readouterr().out, re.M)


def test_without_a_database_the_command_says_what_to_do(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("VITRINE_DUCKDB_PATH", str(tmp_path / "none.duckdb"))
    monkeypatch.setattr("sys.argv", ["metrics"])
    assert metrics.main() == 1
    assert "there is no database; run `make build` first" in capsys.readouterr().err


def test_a_python_that_makes_no_environments_is_said_in_a_line(tmp_path, monkeypatch):
    monkeypatch.setattr(tools, "FOLDER", tmp_path)
    monkeypatch.setattr(tools.sys, "executable", shutil.which("false"))
    with pytest.raises(RuntimeError, match=r"^mf could not be installed: .* python3-venv$"):
        tools.program("metricflow", "mf")
