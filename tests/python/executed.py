"""The models as Google's reference executor computes them, each over DuckDB's own tables of what it reads,
and beside DuckDB's own table of it. So a difference is the model's, not one that was handed down.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb
from bigquery import place
from compiled import OFFLINE, Compiled
from conftest import WITHOUT_TESTS
from googlesql import GoogleSql, Table
from rows import differences

# Rules of more than two things are found on DuckDB alone.
NOT_THE_SAME = {"category_rules", "store_rules"}
# Each engine has its own hash of a raw row, which it compares with nobody's.
OWN_HASHES = {"row_fingerprint"}
PREFIX = OFFLINE["VITRINE_SCHEMA"] + "_"


class Tables(dict):
    """The tables of a DuckDB database as GoogleSQL has them, each fetched when it is first read; of people
    only those whose ids begin with one of some characters.
    """

    def __init__(self, database: Path, types: dict[str, dict[str, str]], people: str = ""):
        super().__init__()
        self.connection = duckdb.connect(str(database), read_only=True)
        self.types, self.people = types, people

    def __contains__(self, name: str) -> bool:
        return name in self.types

    def __missing__(self, name: str) -> Table:
        types = self.types[name]
        rows = [
            [as_type(value, kind) for value, kind in zip(row, types.values(), strict=True)]
            for row in self.rows(name, list(types))
        ]
        self[name] = Table.of(types, rows)
        return self[name]

    def rows(self, name: str, columns: list[str]) -> list[tuple]:
        return self.select(name, [f'"{column}"' for column in columns])

    def select(self, name: str, expressions: list[str]) -> list[tuple]:
        query = f"select {', '.join(expressions)} from {self._there(name)}"
        if self.people and "customer_id" in self.types[name]:
            query += f" where contains('{self.people}', substring(customer_id, 1, 1))"
        return self.connection.execute(query).fetchall()

    def _there(self, name: str) -> str:
        """What DuckDB calls a table; what is fitted elsewhere it makes in a build."""
        schema, table = name.removeprefix(PREFIX).split(".")
        if schema == "fitted":
            found = self.connection.execute(
                "select schema_name from duckdb_tables() where table_name = ?", [table]
            ).fetchall()
            ((schema,),) = found
        return f"{schema}.{table}"


def as_type(value, kind: str):
    """A value of DuckDB's as BigQuery has it in a column of a type."""
    if kind == "INT64" and value is not None:
        # a hash of 64 bits has no sign on DuckDB
        return int(value) - 2**64 if value >= 2**63 else int(value)
    return float(value) if kind == "FLOAT64" and value is not None else value


@dataclass
class Reference:
    """A build on DuckDB, after the erased were taken out of its tables and, for the models that find them,
    before that.
    """

    after: GoogleSql
    before: GoogleSql | None = None
    find_the_erased: frozenset[str] = frozenset()

    def differences(self, node: dict, besides: frozenset[str] = frozenset()) -> list[str]:
        """How the rows that GoogleSQL computes for a model differ from DuckDB's, but for some columns. Raises
        `Wrong` where it computes none.
        """
        engine = self.before if node["unique_id"] in self.find_the_erased else self.after
        made = engine.query(node["compiled_code"])
        kept = [at for at, name in enumerate(made.types) if name not in OWN_HASHES | besides]
        columns = [list(made.types)[at] for at in kept]
        theirs = [tuple(row[at] for at in kept) for row in made.values()]
        ours = engine.tables.rows(place(node), columns)
        return [f"{node['name']}: {one}" for one in differences(columns, ours, theirs, "GoogleSQL")]


def over(analysed: GoogleSql, database: Path, people: str = "") -> GoogleSql:
    """An engine over the tables of a database, with the types that were found by analysing."""
    types = {name: one.types for name, one in analysed.tables.items()}
    return GoogleSql(Tables(database, types, people))


def built(project, bigquery: Compiled, analysed: GoogleSql, raw: Path, into: Path) -> Reference:
    """Builds raw files on DuckDB, and stops where the erased are about to vanish for a copy."""
    reads = {node["unique_id"]: node["depends_on"]["nodes"] for node in bigquery.of("model")}
    found, ending = set(), ["model.vitrine.erased_identifiers"]
    while ending:
        found.add(key := ending.pop())
        ending += [one for one in reads[key] if one in reads and one not in found]
    for selected in (
        ("--select", "+erased_identifiers", "--exclude", "erased_identifiers"),
        ("--select", "erased_identifiers"),
        ("--exclude", "+erased_identifiers"),
    ):
        settings = (*WITHOUT_TESTS, "--vars", "{probable_links: false}")
        build = project.dbt(*settings, *selected, raw=raw, into=into)
        assert build.success, build.shown
        if not (before := into / "before.duckdb").exists():
            shutil.copy(build.database, before)
    with duckdb.connect(str(before)) as copy, duckdb.connect(str(build.database)) as whole:
        erased = whole.sql("from vault.erased_identifiers").to_arrow_table()
        copy.register("erased", erased)
        copy.execute("create table vault.erased_identifiers as from erased")
    return Reference(over(analysed, build.database), over(analysed, before), frozenset(found))


def computed(project: Compiled) -> list[dict]:
    """The models that compute something that is the same everywhere, in the order of lineage."""
    return [
        node
        for node in project.of("model")
        if node["config"]["materialized"] != "ephemeral"
        and node["depends_on"]["nodes"]
        and node["name"] not in NOT_THE_SAME
    ]
