"""`python -m vitrine.fit`: who is fetched, what is written, and what is said where it cannot."""

import datetime as dt
import hashlib
import importlib.util
import os
import subprocess
import sys
from decimal import Decimal
from functools import partial
from types import SimpleNamespace

import duckdb
import postgres
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import ROOT
from dbt.cli.main import dbtRunner
from test_redshift import denied

from vitrine import fit, warehouse
from vitrine.arrays import hash_order

MADE = pa.table(
    {
        "customer_id": ["it's", "100 %s of ção"],
        "amount": pa.array([Decimal("1.50"), None], pa.decimal128(18, 2)),
        "share": [0.1, 1e-300],
        "seen_at": pa.array([dt.datetime(2025, 1, 1, 12), None], pa.timestamp("us")),
        "is_new": [True, None],
    }
)
COLUMNS = {
    "customer_id": "string",
    "amount": "decimal(18, 2)",
    "share": "double",
    "seen_at": "timestamp",
    "is_new": "boolean",
}


def node(relation: str):
    columns = {name: SimpleNamespace(name=name, data_type=kind) for name, kind in COLUMNS.items()}
    return SimpleNamespace(relation_name=relation, columns=columns)


class BigQuery:
    """What `vitrine.warehouse` asks of dbt-bigquery's adapter, kept to be looked at."""

    def __init__(self, answer: pa.Table | None = None):
        credentials = SimpleNamespace(schema="analytics", database="project")
        self.config = SimpleNamespace(credentials=credentials)
        self.connections, self.answer, self.asked, self.loaded = self, answer, [], {}

    def raw_execute_with_comment(self, query):
        self.asked.append(query)
        return None, SimpleNamespace(to_arrow=lambda create_bqstorage_client: self.answer)

    def execute(self, query):
        self.asked.append(query)

    def upload_file(self, path, database, schema, name, kwargs):
        self.loaded[database, schema, name] = pq.read_table(path), kwargs


def test_people_are_chosen_in_the_order_in_which_a_fit_looks_at_them():
    """So the first thousands that a warehouse gives are those that a fit of everybody would take."""
    ids = [hashlib.md5(str(number).encode()).hexdigest() for number in range(2_000)]
    everybody = pa.table({"customer_id": ids})
    ours = [ids[position] for position in hash_order(everybody, "customer_id")[:50]]
    with duckdb.connect() as local:
        local.register("everybody", everybody)
        query = warehouse.chosen_people("everybody", 50, "md5({})")
        assert [one for (one,) in local.execute(query).fetchall()] == ours


def test_what_is_asked_of_redshift_and_bigquery_is_what_they_take():
    relation = "analytics_segmentation.customer_activity"
    statements = [
        f"select * from {relation} where customer_id in"
        f" ({warehouse.chosen_people(relation, 9, 'md5({})')})",
        *warehouse.publishing("analytics_fitted", "t", MADE, dict.fromkeys(COLUMNS, "varchar(9)")),
    ]
    assert [why for one in statements for why in denied(one)] == []
    from sqlfluff.core import FluffConfig, Linter

    linter = Linter(config=FluffConfig(overrides={"dialect": "redshift", "templater": "raw"}))
    assert [found for one in statements for found in linter.parse_string(one).violations] == []


@pytest.mark.skipif(importlib.util.find_spec("zetasql") is None, reason="no wheel of zetasql")
def test_bigquery_is_asked_in_googlesql():
    """The query for people, run by Google's reference executor."""
    from googlesql import GoogleSql

    engine = GoogleSql()
    ids = [str(number) for number in range(200)]
    engine.add("analytics.activity", {"customer_id": "STRING"}, [(one,) for one in ids])
    bigquery = BigQuery(pa.table({"customer_id": ["a"]}))
    there = warehouse.ByFiles(bigquery, {"activity": node("`local`.`analytics`.`activity`")})
    there.fetched("activity", people=20)
    chosen = {one for (one,) in engine.query(bigquery.asked[0]).values()}
    order = hash_order(pa.table({"customer_id": ids}), "customer_id")
    assert chosen == {ids[position] for position in order[:20]}


def test_bigquery_gets_a_file_of_the_promised_types_and_gives_arrow_back():
    bigquery = BigQuery(warehouse.with_utc(MADE))
    there = warehouse.ByFiles(bigquery, {"t": node("analytics.t")})
    there.publish("t", MADE)
    (table, options) = bigquery.loaded["project", "analytics_fitted", "t"]
    assert options == {"source_format": "PARQUET", "write_disposition": "WRITE_TRUNCATE"}
    assert table.schema.field("seen_at").type == pa.timestamp("us", "UTC")
    assert table["seen_at"].cast(pa.timestamp("us")) == MADE["seen_at"]
    assert there.fetched("t").equals(MADE)


def test_a_statement_holds_no_more_than_a_warehouse_takes(monkeypatch):
    monkeypatch.setattr(warehouse, "BYTES_A_STATEMENT", 1_000)
    many = pa.table({"customer_id": [f"{number:0100}" for number in range(100)]})
    sizes = [len(", ".join(rows)) for rows in warehouse.batches(many)]
    assert len(sizes) == 10
    assert max(sizes) < 1_200
    assert sum(len(rows) for rows in warehouse.batches(many)) == 100


@pytest.mark.parametrize("arguments", [["--people", "0"], ["--people", "many"]])
def test_a_number_that_is_none_is_refused_in_a_line(arguments, capsys):
    with pytest.raises(SystemExit):
        fit.main(arguments)
    assert "--people" in capsys.readouterr().err.splitlines()[-1]


class Stopping(SimpleNamespace):
    """A warehouse whose first table cannot be used."""

    schema, did = "analytics_fitted", ()

    def fetched(self, name, people=None):
        raise ValueError("segment_features.csv: weight is wrong; mend it")

    def keep(self):
        self.did += ("kept",)

    def close(self):
        self.did += ("closed",)


def test_what_is_wrong_with_a_seed_is_said_as_it_is_and_nothing_is_kept(monkeypatch, capsys):
    there = Stopping()
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(warehouse, "connected", lambda: there)
    assert fit.main([]) == 1
    assert capsys.readouterr().err == "segment_features.csv: weight is wrong; mend it\n"
    assert there.did == ("closed",)


def test_what_is_published_is_what_the_models_without_python_read(monkeypatch):
    monkeypatch.chdir(ROOT)
    read = {
        path.stem
        for folder in fit.FOLDERS
        for path in folder.glob("without_python/*.sql")
        if "source('fitted" in path.read_text()
    }
    assert set(fit.python_models(fit.FOLDERS)) - fit.NOT_PUBLISHED == read


@pytest.mark.skipif(
    importlib.util.find_spec("pgserver") is None, reason="no wheel of pgserver for this Python"
)
def test_a_warehouse_without_a_build_is_told_in_a_line(tmp_path, monkeypatch, capsys, project):
    with postgres.served() as settings:
        settings |= {"DBT_TARGET_PATH": str(tmp_path), "DBT_LOG_PATH": str(tmp_path)}
        said = failed(settings)
        assert said.startswith("VITRINE_TARGET: ")
        assert "does not exist" in said and "dbt build" in said
    monkeypatch.chdir(ROOT)
    for name, value in (settings | {"VITRINE_PG_HOST": "/nowhere"}).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(warehouse, "dbtRunner", partial(dbtRunner, project.manifest))
    assert fit.main([]) == 1
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1 and "/nowhere" in said, said


def failed(settings: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "vitrine.fit"],
        cwd=ROOT, env={**os.environ, **settings}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1, done.stderr
    return done.stderr
