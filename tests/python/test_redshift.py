"""Redshift as far as it goes without Redshift: its adapter compiles; what it does not have is not in
the SQL; the macros compute alike where it is emulated; and in `make parity` sqlfluff's Redshift grammar
parses every model, and `test_parity` builds them all.
"""

import csv
import importlib.util
import json
import os
import re

import documented
import postgres
import pytest
import redshift
from conftest import ROOT, SAMPLE, Project
from redshift_rules import broken
from redshift_sql import for_postgres

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("dbt.adapters.redshift") is None,
    reason="dbt-redshift is not installed: nothing was compiled for Redshift",
)
DENIED = list(csv.DictReader((ROOT / "tests" / "redshift_denylist.csv").open()))


@pytest.fixture(scope="module")
def compiled_project(tmp_path_factory):
    """The project as dbt-redshift compiles it; models that go on from their table as they do then."""
    from compiled import compiled

    (everything,) = compiled("redshift", tmp_path_factory.mktemp("redshift"), ("everything",))
    return everything


@pytest.fixture(scope="module")
def statements(compiled_project) -> dict[str, str]:
    """The SQL of every model, test and analysis by its name."""
    return {
        node["name"]: node["compiled_code"]
        for node in compiled_project.of("model", "test", "analysis")
        if node["config"]["materialized"] != "ephemeral"
    }


def denied(sql: str) -> list[str]:
    """Why Redshift would refuse a statement, by the list; what stands in quotes or comments is text."""
    bare = re.sub(r"--[^\n]*|/\*.*?\*/", "", sql, flags=re.DOTALL).lower()
    return [
        f"{row['reason']} ({row['page']})"
        for row in DENIED
        if re.search(
            row["pattern"], bare if "'" in row["pattern"] else re.sub(r"'[^']*'", "''", bare)
        )
    ]


def test_nothing_is_asked_of_redshift_that_it_does_not_have(statements):
    found = [f"{name}: {why}" for name, sql in statements.items() for why in denied(sql)]
    print(f"\nRedshift, denylist: {len(statements)} statements, {len(found)} findings")
    assert not found, "\n".join(found)
    assert len(statements) > 250


@pytest.mark.parametrize("row", DENIED, ids=[row["example"] for row in DENIED])
def test_what_redshift_does_not_have_is_seen(row):
    assert f"{row['reason']} ({row['page']})" in denied(row["example"])
    if "'" not in row["pattern"]:
        assert not denied(f"select 1 /* {row['example']} */")


def test_no_column_has_a_name_that_redshift_keeps_for_itself(compiled_project):
    names = {column for node in compiled_project.of("model", "seed") for column in node["columns"]}
    assert [name for name in sorted(names) if denied(f"select 1 as {name}")] == []
    assert len(names) > 300


def test_tables_lie_by_columns_that_they_have(compiled_project):
    """Distribution and sort keys; the words of their clauses are parsed in `test_parity`."""
    laid_out = {}
    for node in compiled_project.of("model", "seed"):
        keys = node["config"].get("sort") or []
        keys = [keys] if isinstance(keys, str) else list(keys)
        if (dist := node["config"].get("dist")) not in (None, "all", "even", "auto"):
            keys.append(dist)
        if keys or dist:
            laid_out[node["name"]] = set(keys) - set(node["columns"])
    assert {name: odd for name, odd in laid_out.items() if odd} == {}
    facts = {
        node["name"] for node in compiled_project.of("model") if node["name"].startswith("fct_")
    }
    assert facts <= set(laid_out)


def test_no_statement_breaks_a_rule_of_redshift(statements):
    found = [f"{name}: {why}" for name, sql in statements.items() for why in broken(sql)]
    print(f"\nRedshift, rules: {len(statements)} statements, {len(found)} findings")
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "sql",
    [
        "select percentile_cont(0.5) within group (order by a), median(b) from t",
        "select sum(a) over (partition by b order by c) from t",
        "select sum(a) over (order by c range between 1 preceding and current row) from t",
        "select a.x from a where not exists"
        " (select 1 from b where not exists (select 1 from c where a.x = c.x))",
        "select * from a left join b on b.x = (select max(c.x) from c where c.y = b.y)",
        "select a.x from a where a.x in (select sum(b.x) over () from b where a.y = b.y)",
        "select (select count(*) from b where a.x = b.x) from a"
        " group by (select count(*) from b where a.x = b.x)",
        "select a.x from a where a.x in (select sum(b.x) from b where a.y = b.y group by b.z)",
    ],
)
def test_a_broken_rule_is_seen(sql):
    assert broken(sql)


def test_what_redshift_does_take_breaks_no_rule():
    assert not broken(
        "select median(a), percentile_cont(0.1) within group (order by a), b from t"
        " where exists (select 1 from u where t.a = u.a) group by b"
    )
    assert not broken(
        "select row_number() over (order by a), lag(a) over (order by b),"
        " sum(a) over (partition by c), sum(a) over (order by b rows unbounded preceding) from t"
    )


@pytest.mark.parametrize(
    ("redshift", "postgres"),
    [
        ("dateadd(\n day,\n -1,\n d\n)", "dateadd('day', -1, d)"),
        ("extract(dayofweek from d)", "extract(dow from d)"),
        ("to_hex(cast(a as varbyte))", "to_hex(convert_to(a, 'UTF8'))"),
        ("listagg(a || ')', ', ') within group (order by b)", "string_agg(a || ')', ', ' order by b)"),
        ("cast(null as TEXT)", "cast(castable(null) as varchar(256))"),
        ("cast('as text)' as date)", "cast('as text)' as date)"),
        ("create table t (a text not null) diststyle key distkey (a)", "create table t (a varchar(256) not null) "),
        ("select 1 -- don't cast(a as text)", "select 1 -- don't cast(a as text)"),
    ],
)  # fmt: skip
def test_redshifts_words_are_put_into_postgresqls(redshift, postgres):
    assert " ".join(for_postgres(redshift).split()) == postgres.strip()


@pytest.mark.skipif(
    importlib.util.find_spec("pgserver") is None, reason="no wheel of pgserver for this Python"
)
def test_macros_compute_on_redshift_emulated_as_everywhere(tmp_path):
    """The tests that every build runs, by dbt-redshift behind the proxy; and that the proxy is where
    Redshift's own ways come from.
    """
    with redshift.served() as settings:
        postgres.load(SAMPLE, settings)
        there = Project(tmp_path)
        there.parse(**settings)
        tests = there.dbt("test", "--select", "every_engine_*", into=tmp_path, **settings)
        asked = {name: said for name, said in tests.statuses.items() if "every_engine_" in name}
        assert list(asked.values()) == ["pass"] * 4, tests.shown
        with postgres.connected(settings) as connection, connection.cursor() as cursor:
            # what the hook made is there when its connection is gone
            cursor.execute("select count(*) from analytics_intake.raw_contract")
            assert cursor.fetchone() == (14,)
        own = (
            "select avg(a) as mean, len('ab') as length, regexp_replace('aa', 'a', 'b') as replaced,"
            " cast(cast(avg(a / 3.0) as decimal(18, 1)) as varchar) as fifth from"
            " (select 1 as a union all select 2 as a) as t"
        )
        shown = there.dbt(
            "show", "--output", "json", "--inline", own, into=tmp_path, **settings
        ).shown
        (row,) = json.loads(shown[shown.index("{") :])["show"]
        assert row == {"mean": 1, "length": 2, "replaced": "bb", "fifth": "0.4"}


def test_grants_are_written_as_redshift_reads_them():
    from sqlfluff.core import FluffConfig, Linter

    linter = Linter(config=FluffConfig(overrides={"dialect": "redshift", "templater": "raw"}))
    blocks = documented.blocks("Redshift", "sql")
    assert len(blocks) == 2
    assert [found for sql in blocks for found in linter.parse_string(sql).violations] == []


@pytest.mark.skipif(
    "VITRINE_PARITY" not in os.environ, reason="takes two minutes: `make parity` runs it"
)
def test_every_statement_parses_as_redshift(statements):
    from sqlfluff.core import FluffConfig, Linter

    settings = {"dialect": "redshift", "templater": "raw", "large_file_skip_byte_limit": 0}
    linter = Linter(config=FluffConfig(overrides=settings))
    wrong = [
        f"{name}: {found[0]}"
        for name, sql in statements.items()
        if (found := linter.parse_string(sql).violations)
    ]
    print(f"\nRedshift, parsed by sqlfluff: {len(statements)} statements, {len(wrong)} refused")
    assert not wrong, "\n".join(wrong)
