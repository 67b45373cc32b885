"""Redshift as far as it goes without Redshift: its adapter compiles; what it does not have is not in
the SQL; and in `make parity` sqlfluff's Redshift grammar parses every model.
"""

import csv
import importlib.util
import os
import re

import pytest
from conftest import ROOT

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("dbt.adapters.redshift") is None,
    reason="dbt-redshift is not installed: nothing was compiled for Redshift",
)
DENIED = list(csv.DictReader((ROOT / "tests" / "redshift_denylist.csv").open()))


@pytest.fixture(scope="module")
def statements(tmp_path_factory) -> dict[str, str]:
    """The SQL of every model, test and analysis by its name; models that go on from their table as they
    do then.
    """
    from compiled import compiled

    project = compiled("redshift", tmp_path_factory.mktemp("redshift"), existing=True)
    return {
        node["name"]: node["compiled_code"]
        for node in project.of("model", "test", "analysis")
        if node["config"]["materialized"] != "ephemeral"
    }


def denied(sql: str) -> list[str]:
    """Why Redshift would refuse a statement, by the list; what stands in quotes or comments is text."""
    bare = re.sub(r"--[^\n]*|/\*.*?\*/", "", sql, flags=re.DOTALL).lower()
    return [
        row["reason"]
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


@pytest.mark.parametrize(
    "sql",
    [
        "select string_agg(a, ',') from t",
        "select a is distinct from b from t",
        "select count(*) filter (where a) from t",
        "select extract(isodow from a) from t",
        "with t as not materialized (select 1) select * from t",
        "select a ->> 'b' from t",
    ],
)
def test_what_redshift_does_not_have_is_seen(sql):
    assert denied(sql)
    assert not denied(f"select 1 /* {sql} */")


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
