"""BigQuery as far as it goes without BigQuery: its adapter compiles, Google's analyser reads."""

import importlib.util

import pytest
from conftest import ROOT

pytestmark = pytest.mark.skipif(
    not all(map(importlib.util.find_spec, ("zetasql", "dbt.adapters.bigquery"))),
    reason="zetasql or dbt-bigquery is not installed: nothing was analysed for BigQuery",
)


@pytest.fixture(scope="module")
def projects(tmp_path_factory):
    """Compiled for an empty warehouse, and for one where every table is there."""
    from compiled import compiled

    return [
        compiled("bigquery", tmp_path_factory.mktemp("bigquery"), existing=there)
        for there in (False, True)
    ]


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

    engine, _ = reading
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
        ("customer_activity", "left join", "left joint", "Syntax error"),
    ],
    ids=["contract", "function", "column", "type", "syntax"],
)
def test_what_is_broken_is_seen(projects, reading, table, right, broken, complaint):
    """Each kind of mistake once, in the compiled SQL of a real model."""
    import bigquery

    node = projects[0].manifest["nodes"][f"model.vitrine.{table}"]
    changed = node["compiled_code"].replace(right, broken)
    assert changed != node["compiled_code"]
    found = bigquery.mistakes(reading[0], node, changed)
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
