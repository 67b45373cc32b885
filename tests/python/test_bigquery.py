"""BigQuery as far as it goes without BigQuery: its adapter compiles, Google's analyser reads, and Google's
reference executor computes the models: some over the sample, and in `make parity` all, over a smaller one.
There its adapter also builds, fits and builds again on an emulator of its API.
"""

import importlib.util
import json
import os
import re
from types import SimpleNamespace

import duckdb
import pytest
from conftest import ROOT, WITHOUT_TESTS, WITHOUT_UNIT_TESTS

pytestmark = pytest.mark.skipif(
    not all(map(importlib.util.find_spec, ("zetasql", "dbt.adapters.bigquery"))),
    reason="zetasql or dbt-bigquery is not installed: nothing was analysed for BigQuery",
)

SLOW = pytest.mark.skipif(
    "VITRINE_PARITY" not in os.environ, reason="takes minutes: `make parity` runs it"
)


@pytest.fixture(scope="module")
def projects(tmp_path_factory):
    """Compiled for an empty warehouse, and for one where every table is there."""
    from compiled import compiled

    return compiled("bigquery", tmp_path_factory.mktemp("bigquery"))


@pytest.fixture(scope="module")
def reading(projects):
    import bigquery

    return bigquery.analysed(*projects)


def test_every_model_and_test_is_accepted_by_googles_analyser(projects, reading):
    import bigquery

    _, wrong = reading
    count = len(bigquery.statements(*projects))
    print(f"\nBigQuery, analysed: {count} statements, {len(wrong)} refused")
    assert not wrong, "\n".join(wrong)
    assert count > len(list((ROOT / "models").rglob("*.sql"))), "too little was analysed"


def test_raw_tables_may_be_of_text_or_have_the_types_of_the_contract(projects, reading):
    import bigquery
    from googlesql import GoogleSql

    engine = GoogleSql(dict(reading[0].tables))
    bigquery.add_sources(engine, projects[0], typed=True)
    bigquery.add_fitted(engine, projects[0])
    readers = [
        one
        for one in bigquery.statements(*projects)
        if any(key.startswith("source.") for key in one[0]["depends_on"]["nodes"])
    ]
    assert len(readers) >= 14
    assert [one for node, sql in readers for one in bigquery.mistakes(engine, node, sql)] == []


@pytest.mark.parametrize(
    ("table", "right", "broken", "complaint"),
    [
        (
            "fct_viewing",
            "ons.viewing_date",
            "ons.viewing_date as day",
            "viewing_date: DATE promised",
        ),
        ("as_of", "max(", "maximum(", "Function not found"),
        ("fct_viewing", "viewing_sessions.minutes", "viewing_sessions.minuten", "Name minuten"),
        ("fct_viewing", "viewing_sessions.minutes", "'a' as minutes", "STRING made"),
        ("customer_activity", "outer join", "outer joint", "Syntax error"),
    ],
    ids=["contract", "function", "column", "type", "syntax"],
)
def test_what_is_broken_is_seen(projects, reading, table, right, broken, complaint):
    """Each kind of mistake once, in the compiled SQL of a real model."""
    import bigquery
    from googlesql import GoogleSql

    node = projects[0].manifest["nodes"][f"model.vitrine.{table}"]
    changed = node["compiled_code"].replace(right, broken)
    assert changed != node["compiled_code"]
    found = bigquery.mistakes(GoogleSql(dict(reading[0].tables)), node, changed)
    assert any(complaint in one for one in found), found


def test_macros_compute_on_google_sql_as_everywhere(projects):
    """The tests that every build runs on DuckDB and PostgreSQL, by Google's reference executor."""
    from googlesql import GoogleSql

    asked = {
        node["name"]: node["compiled_code"]
        for node in projects[0].of("test")
        if node["name"].startswith("every_engine_")
    }
    assert len(asked) == 4
    wrong = {
        name: found for name, sql in asked.items() if (found := GoogleSql().query(sql).values())
    }
    assert wrong == {}
    changed = asked["every_engine_computes_alike"].replace(
        "'4950' as expected", "'4951' as expected"
    )
    assert GoogleSql().query(changed).values() == [("a_hundred_numbers", "4950", "4951")]


# Rules on people, activity, scores, affinity and conservation that are computed in a second or two each.
QUICK = [
    "identity_company", "identity_judged_pairs", "identity_edges", "identity_labels_00",
    "identity_labels_01", "identity_persons", "fct_visits", "activity_purchases", "activity_visits",
    "activity_streaming", "activity_app", "customer_activity", "customer_outliers", "segment_personas",
    "segment_descriptions", "store_baskets", "category_affinity", "layout_suggestions",
    "package_preference_by_age_band", "row_conservation",
    "sales_conservation",
]  # fmt: skip
# Scoring takes its time, so it scores a sixteenth of the people; the fifths are of everybody.
SCORED, FIFTHS = "0123", frozenset({"r_score", "f_score", "m_score"})


@pytest.fixture(scope="module")
def quick(projects, reading, sample_build):
    """How models differ that Google's executor computes over the sample as DuckDB built it: by name, and with
    a change of their SQL if one is asked.
    """
    import executed

    models = {node["name"]: node for node in executed.computed(projects[0])}
    everybody, few = (
        executed.Reference(executed.over(reading[0], sample_build.database, people))
        for people in ("", SCORED)
    )

    def differences(name, right="", broken=""):
        sql = models[name]["compiled_code"]
        changed = sql.replace(right, broken) if right else sql
        assert not right or changed != sql
        node = models[name] | {"compiled_code": changed}
        if name == "customer_segments":
            return few.differences(node, FIFTHS)
        return everybody.differences(node)

    return differences


def test_rules_compute_on_google_sql_what_they_compute_on_duckdb(quick):
    assert [line for name in [*QUICK, "customer_segments"] for line in quick(name)] == []


@pytest.mark.parametrize(
    ("table", "right", "broken", "difference"),
    [
        # the id from the identifier that came last
        (
            "identity_persons",
            "by label order by first_loaded_at",
            "by label order by first_loaded_at desc",
            "customer_id: '",
        ),
        # GoogleSQL numbers weekdays from Sunday 1 to Saturday 7: one off, and the weekend begins on Friday
        (
            "activity_purchases",
            "purchase_date) + 5, 7)",
            "purchase_date) + 6, 7)",
            "weekend_spend: Decimal(",
        ),
        # who has a place of their own goes to the nearest segment all the same
        (
            "customer_segments",
            "coalesce(routes.segment_id, nearest.segment_id",
            "coalesce(nearest.segment_id, routes.segment_id",
            "segment_id: '",
        ),
        # each category beside itself
        ("category_affinity", "one.item < other.item", "one.item <= other.item", "rows on DuckDB"),
        # what is rejected counts as a duplicate
        (
            "row_conservation",
            "sum(by_day.duplicate_rows)",
            "sum(by_day.quarantined_rows)",
            "duplicate_rows: ",
        ),
    ],
    ids=["identity", "activity", "scoring", "affinity", "conservation"],
)
def test_a_rule_that_computes_something_else_is_seen(quick, table, right, broken, difference):
    found = quick(table, right, broken)
    assert found and difference in found[0], found


@SLOW
def test_every_model_computes_on_google_sql_what_it_computes_on_duckdb(
    projects, reading, project, tmp_path
):
    import executed
    import sampled

    sampled.generate(tmp_path / "raw", "--people", "500", "--seed", "7")
    reference = executed.built(project, projects[0], reading[0], tmp_path / "raw", tmp_path)
    models = executed.computed(projects[0])
    found = [line for node in models for line in reference.differences(node)]
    print(f"\nBigQuery, executed: {len(models)} models, {len(found)} differences")
    assert not found, "\n".join(found)
    assert len(models) > 150


def test_the_grants_that_are_documented_are_googlesql():
    from documented import blocks
    from googlesql import GoogleSql

    said = [one for block in blocks("BigQuery", "sql") for one in block.split(";") if one.strip()]
    assert len(said) == 8
    for statement in said:
        GoogleSql().follow(statement)


def test_a_statement_is_charged_for_the_columns_that_it_reads(tmp_path):
    """Each column once, through views too, whole tables, and 10 MB of each at least."""
    import bigquery_cost as cost
    from executed import Tables
    from googlesql import GoogleSql

    database = tmp_path / "a.duckdb"
    with duckdb.connect(str(database)) as made:
        made.execute(
            "create schema marts; create table marts.fct_visits as select date '2025-01-01' + day::int"
            " as visit_date, 'née' as customer_id, null as dwell from range(365) as days (day);"
            " create table marts.dim_stores as select 'S1' as store_id"
        )
    engine = GoogleSql()
    engine.add(
        "analytics_marts.fct_visits",
        {"visit_date": "DATE", "customer_id": "STRING", "dwell": "INT64"},
    )
    engine.add("analytics_marts.dim_stores", {"store_id": "STRING"})
    engine.add("analytics_marts.seen", {"day": "DATE"})
    types = {name: table.types for name, table in engine.tables.items()}
    sizes = cost.sizes(Tables(database, types), 3_650_000_000, {"analytics_marts.seen"})
    visits = "analytics_marts.fct_visits"
    assert sizes == {
        (visits, "visit_date"): 3_650_000_000 * 8,
        (visits, "customer_id"): 3_650_000_000 * 6,
        (visits, "dwell"): 0,
        ("analytics_marts.dim_stores", "store_id"): 4,
    }
    views = {
        "analytics_marts.seen": "select visit_date as day from `local`.`analytics_marts`.`fct_visits`"
    }

    def charged(sql):
        return cost.charged_for(engine, sql, sizes, views)

    assert charged("select max(day) from `local`.`analytics_marts`.`seen`") == 3_650_000_000 * 8
    assert (
        charged(
            "select a.visit_date, max(b.store_id) from `local`.`analytics_marts`.`fct_visits` as a cross join"
            " `local`.`analytics_marts`.`dim_stores` as b where a.visit_date > '2025-06-01' group by 1"
        )
        == 3_650_000_000 * 8 + cost.LEAST
    )


@SLOW
def test_what_a_day_costs_is_as_documented(projects, reading, sample_build):
    import bigquery_cost as cost

    lines = cost.report(reading[0], projects[1], sample_build.database, cost.arguments([]))
    print("\n" + "\n".join(lines))
    found = {
        line.split(":")[0]: int(line.split(": ")[1].split(" GiB")[0])
        for line in lines
        if line.startswith("read by")
    }
    page = (ROOT / "docs" / "warehouses.md").read_text()
    (told,) = re.findall(r"^ *\| a day \| (\d+) \|", page, re.MULTILINE)
    assert found["read by a day"] == pytest.approx(int(told), rel=0.2)


# What does not pass on the emulator, and why; whatever else does not is red, and so is one of these that does.
NOT_GREEN = {
    # a warning on DuckDB too: rows that are planted in a mall of any size are more than 2 % of so few
    "rejected_share_stg_streaming__package_subscriptions_": "warn",
}


@pytest.fixture(scope="module")
def emulation(tmp_path_factory):
    """A small mall that dbt-bigquery loaded, built, fitted and built again on an emulator: its settings,
    its raw files, what each build said of each node, and every statement.
    """
    import emulated
    import postgres
    import sampled

    folder = tmp_path_factory.mktemp("emulated")
    sampled.generate(folder / "raw", "--people", "150", "--seed", "7")
    with emulated.served(folder / "statements.jsonl") as settings:
        emulated.load(folder / "raw", settings)
        settings |= {"DBT_TARGET_PATH": str(folder), "DBT_LOG_PATH": str(folder)}
        said = []
        for number in range(2):
            if number:
                postgres.ran(["python", "-m", "vitrine.fit"], settings)
            postgres.ran(["dbt", *WITHOUT_UNIT_TESTS], settings)
            results = json.loads((folder / "run_results.json").read_text())["results"]
            said.append({one["unique_id"].split(".")[2]: one["status"] for one in results})
        lines = (folder / "statements.jsonl").read_text().splitlines()
        yield SimpleNamespace(
            settings=settings,
            raw=folder / "raw",
            said=said,
            statements=list(map(json.loads, lines)),
        )


@SLOW
def test_its_adapter_builds_fits_and_builds_again_on_an_emulator(emulation):
    for said in emulation.said:
        assert {k: v for k, v in said.items() if v not in ("success", "pass", "no-op")} == NOT_GREEN
        assert len(said) > 500


@SLOW
def test_what_was_built_on_the_emulator_is_what_duckdb_builds(emulation, project, tmp_path):
    import emulated
    import parity

    build = project.dbt(
        *WITHOUT_TESTS, "--vars", "{probable_links: false}", raw=emulation.raw, into=tmp_path
    )
    assert build.success, build.shown
    compared = parity.tables(build)
    with duckdb.connect(str(build.database), read_only=True) as ours:
        found = [
            line
            for table in compared
            for line in parity.differences(
                table, ours, *emulated.fetched(table, emulation.settings), "the emulator"
            )
        ]
    print(f"\nBigQuery, emulated: {len(compared)} tables compared, {len(found)} differences")
    assert not found, "\n".join(found)


@SLOW
def test_every_statement_of_a_build_is_accepted_by_googles_analyser(emulation, projects):
    """What dbt-bigquery and the hooks wrap around models: partitions, clusters, merges, changes."""
    import bigquery
    from googlesql import GoogleSql, Wrong

    engine, wrong = GoogleSql(), []
    bigquery.add_sources(engine, projects[0])
    bigquery.add_fitted(engine, projects[0])
    for node in projects[0].of("seed"):
        bigquery.add_seed(engine, node)
    for statement in emulation.statements:
        try:
            engine.follow(statement)
        except Wrong as error:
            wrong.append(f"{error}: {statement[-300:]}")
    print(f"\nBigQuery, sent: {len(emulation.statements)} statements, {len(wrong)} refused")
    assert not wrong, "\n".join(wrong)
    asked = "\n".join(emulation.statements)
    for clause in ("partition by date_trunc", "cluster by", "merge into", "update ", "delete from"):
        assert clause in asked, clause
