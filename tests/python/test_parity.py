"""The same tables elsewhere as on DuckDB, row by row: `make parity`; PostgreSQL in `make test` too, there
without unit tests.

A server runs the whole build, fits as `python -m vitrine.fit` does, builds again, and is compared with a build of the
same raw files on DuckDB: PostgreSQL live, and Redshift emulated, which is dbt-redshift talking to
PostgreSQL. Links by Splink are left out on both sides: it needs Python models.
"""

import functools
import importlib.util
import os
import re
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import documented
import duckdb
import postgres
import pytest
import redshift
from conftest import ROOT, SAMPLE, WITHOUT_TESTS, WITHOUT_UNIT_TESTS, Project
from dbt.cli.main import dbtRunner
from parity import differences, fetched, tables

from vitrine import fit, warehouse

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("pgserver") is None,
    reason="no wheel of pgserver for this Python: PostgreSQL was not run",
)
# How a warehouse is served, what section of docs/warehouses.md is followed, and who builds by it.
SERVED = {
    "PostgreSQL": (postgres.served, "PostgreSQL", "VITRINE_PG_USER"),
    "Redshift emulated": (redshift.served, "Redshift", "VITRINE_REDSHIFT_USER"),
}
PARITY = "VITRINE_PARITY" in os.environ
SLOW = pytest.mark.skipif(not PARITY, reason="takes minutes: `make parity` runs it")


@pytest.fixture(scope="module")
def parsed(tmp_path_factory):
    """The project as a warehouse's target has it, read once, whatever database is asked later."""

    @functools.cache
    def parse(target: str) -> Project:
        project = Project(tmp_path_factory.mktemp(target))
        project.parse(VITRINE_TARGET=target)
        return project

    return parse


@pytest.fixture(
    scope="module", params=["PostgreSQL", pytest.param("Redshift emulated", marks=SLOW)]
)
def elsewhere(request, project, parsed):
    """The name of a warehouse and the settings of one on which the sample was loaded, built, fitted and
    built again, by roles that have the documented grants and no others.
    """
    served, section, user = SERVED[request.param]
    with served() as settings:
        documented.load(SAMPLE, section, settings | {"VITRINE_TARGET": "postgres"})
        documented.grant(section, 0, settings)
        settings |= {user: "vitrine"}
        there = parsed(settings["VITRINE_TARGET"])
        into = there.artifacts
        first = there.dbt(*(("build",) if PARITY else WITHOUT_UNIT_TESTS), into=into, **settings)
        assert "WARN=0 ERROR=0 SKIP=0" in first.shown, first.shown
        documented.grant(section, 1, settings)
        with project.surroundings(
            {**settings, "DBT_TARGET_PATH": str(into)}, coarse=True
        ) as patched:
            patched.chdir(ROOT)
            patched.setattr(warehouse, "dbtRunner", functools.partial(dbtRunner, there.manifest))
            assert fit.main([]) == 0
        second = there.dbt(*WITHOUT_UNIT_TESTS, into=into, **settings)
        assert "WARN=0 ERROR=0 SKIP=0" in second.shown, second.shown
        yield request.param, settings | {"DBT_TARGET_PATH": str(into)}


@pytest.fixture(scope="module")
def on_duckdb(project, tmp_path_factory):
    into = tmp_path_factory.mktemp("duckdb")
    build = project.dbt(*WITHOUT_TESTS, "--vars", "{probable_links: false}", into=into, coarse=True)
    assert build.success, build.shown
    return build


def test_every_table_is_the_same_on_both(elsewhere, on_duckdb):
    there, settings = elsewhere
    compared = tables(on_duckdb)
    with (
        duckdb.connect(str(on_duckdb.database), read_only=True) as ours,
        postgres.connected(settings) as theirs,
    ):
        cursor = theirs.cursor()
        found = [
            line
            for table in compared
            for line in differences(table, ours, *fetched(table, cursor), there)
        ]
    print(f"\n{there}: {len(compared)} tables compared, {len(found)} differences")
    assert not found, "\n".join(found)


def test_people_are_scored_by_the_segments_that_were_fitted_here(elsewhere):
    _, settings = elsewhere
    with postgres.connected(settings) as connection, connection.cursor() as cursor:
        cursor.execute(
            "select count(distinct segment_id) from analytics_segmentation.customer_segments"
            " where not is_routed"
        )
        assert cursor.fetchone() == (6,)


def test_readers_see_what_is_documented_and_no_more(elsewhere):
    """After a second build, which made most tables anew."""
    _, settings = elsewhere
    with postgres.connected(settings) as connection, connection.cursor() as cursor:
        cursor.execute(
            "select table_schema, bool_and(granted.is_granted), bool_or(granted.is_granted)"
            " from information_schema.tables cross join lateral (select"
            "   has_schema_privilege('analysts', table_schema, 'usage') and has_table_privilege("
            "     'analysts', format('%I.%I', table_schema, table_name), 'select') as is_granted"
            " ) as granted"
            " where table_schema ~ '^(analytics|raw|vault)' group by table_schema"
        )
        found = {schema: (every, some) for schema, every, some in cursor.fetchall()}
    readable = {"marts", "segmentation", "insights", "campaigns", "audit"}
    assert {schema for schema, (every, _) in found.items() if every} == {
        f"analytics_{schema}" for schema in readable
    }
    assert {schema for schema, (_, some) in found.items() if some} == {
        f"analytics_{schema}" for schema in readable
    }


def test_tables_are_laid_out_in_words_that_redshift_reads(elsewhere):
    """What dbt-redshift asked for, keys included, by sqlfluff's grammar of Redshift."""
    there, settings = elsewhere
    if there == "PostgreSQL":
        return  # it has no such keys
    from sqlfluff.core import FluffConfig, Linter

    linter = Linter(config=FluffConfig(overrides={"dialect": "redshift", "templater": "raw"}))
    made = Path(settings["DBT_TARGET_PATH"], "run", "vitrine", "models").rglob("*.sql")
    laid_out = {path.stem: sql for path in made if "diststyle" in (sql := path.read_text())}
    wrong = [
        f"{name}: {found[0]}"
        for name, sql in laid_out.items()
        if (found := linter.parse_string(sql).violations)
    ]
    assert not wrong, "\n".join(wrong)
    assert re.search(
        r"diststyle key distkey \(purchase_id\)\s+compound sortkey\(\s*purchase_date\s*\)",
        laid_out["fct_purchases"],
    )


def test_what_the_loader_left_out_is_null_or_named(parsed, tmp_path):
    """Only the one required table, with its four required columns; then without one of these."""
    with postgres.served() as settings:
        there = parsed("postgres")
        postgres.load(SAMPLE, settings)
        staging = [*WITHOUT_UNIT_TESTS, "--select", "rejection_limits", "path:models/staging"]
        cautious = [*staging, "--indirect-selection", "cautious"]
        with closing(postgres.connected(settings)) as connection, connection.cursor() as cursor:
            cursor.execute("drop schema raw_streaming cascade; drop table raw_mall.visits")
            cursor.execute(
                "create table raw_mall.kept as"
                " select sale_id, store_id, sold_at, gross_amount from raw_mall.pos_sales;"
                " drop table raw_mall.pos_sales; alter table raw_mall.kept rename to pos_sales"
            )
            build = there.dbt(*cautious, into=tmp_path, **settings)
            assert build.success, build.shown
            cursor.execute(
                "select count(*), count(card_key) from analytics_staging.stg_mall__pos_sales"
            )
            sales, cards = cursor.fetchone()
            assert sales > 5_000 and cards == 0
            cursor.execute("alter table raw_mall.pos_sales drop column sold_at")
        broken = there.dbt(*staging, into=tmp_path, **settings)
        assert not broken.success
        assert "required column 'sold_at' is missing; rename yours" in broken.shown


def test_a_difference_is_seen():
    """The comparison itself, against a table with one changed amount and one missing row."""

    with duckdb.connect() as ours:
        ours.execute("create schema marts")
        ours.execute("create table marts.t as select 1.50 as amount, 0.1::double as share")

        def seen(*rows, columns=("amount", "share")):
            return " ".join(differences("marts.t", ours, list(columns), list(rows), "it"))

        assert seen((Decimal("1.50"), 0.1 + 1e-12)) == ""
        assert "amount: Decimal('1.50') on DuckDB, Decimal('1.51') on it" in seen(
            (Decimal("1.51"), 0.1)
        )
        assert "share: 0.1 on DuckDB, 0.1001 on it" in seen((Decimal("1.50"), 0.1001))
        assert "1 rows on DuckDB, 0 on it" in seen()
        assert "one side only: size" in seen(columns=("amount", "share", "size"))
