"""Metrics: MetricFlow accepts them, and each is what a plain query of the marts says."""

import csv
import os
import shutil
import subprocess

import pytest
from conftest import ROOT
from tools import program

PARTS = ("dbt_project.yml", "profiles.yml", "models", "seeds", "macros", "tests", "analyses")
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
def flow(sample_build, tmp_path_factory):
    """Runs MetricFlow on the sample, in a folder that has the project's parts and a target of its own."""
    tool = program("metricflow", "mf")
    folder = tmp_path_factory.mktemp("metrics")
    for part in PARTS:
        (folder / part).symlink_to(ROOT / part)
    database = folder / "vitrine.duckdb"
    shutil.copy(sample_build.database, database)
    settings = {"VITRINE_DUCKDB_PATH": str(database), "PYTHONPATH": str(ROOT)}

    def run(name: str, *arguments: str) -> str:
        done = subprocess.run(
            [tool.with_name(name), *arguments], cwd=folder, env={**os.environ, **settings},
            capture_output=True, text=True,
        )  # fmt: skip
        said = done.stdout + done.stderr
        assert done.returncode == 0, said[-3000:]
        return said

    run("dbt", "parse")
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


@pytest.mark.parametrize("metrics, told_by", QUERIES)
def test_a_metric_is_what_a_plain_query_says(flow, sample_build, tmp_path, metrics, told_by):
    out = tmp_path / "found.csv"
    group = ("--group-by", told_by) if told_by else ()
    flow("mf", "query", "--metrics", metrics, *group, "--csv", str(out))
    with out.open() as file:
        header, *found = csv.reader(file)
    names = metrics.split(",")
    order = [header.index(name) for name in ([told_by] if told_by else []) + names]
    rows = [[row[place] for place in order] for row in found]
    expected = sample_build.rows(QUERIES[metrics, told_by])
    if not told_by:
        rows, expected = [["all", *rows[0]]], [("all", *expected[0])]
    assert len(rows) > (told_by is not None) and by_key(rows) == {
        key: [one if one is None else float(one.expected) for one in values]
        for key, values in by_key(expected).items()
    }


def test_every_metric_is_queried(project):
    told = {name for metrics, _ in QUERIES for name in metrics.split(",")}
    parts = {
        part.name
        for metric in project.manifest.metrics.values()
        for part in (metric.type_params.numerator, metric.type_params.denominator)
        if part
    }
    assert {metric.name for metric in project.manifest.metrics.values()} == told | parts
