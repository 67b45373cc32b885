"""The warehouse of the target, through the connection that dbt's own adapter makes: Arrow tables out and in.

PostgreSQL and Redshift take statements, BigQuery takes files: a load job costs nothing there, and rows
one by one would run into its quotas.
"""

import re
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from dbt.adapters.factory import FACTORY
from dbt.cli.main import dbtRunner

# Redshift refuses statements of more than 16 MB, and its driver keeps in mind what it has sent.
BYTES_A_STATEMENT = 1_000_000
ROWS_A_FETCH = 10_000

# What the yml calls a type, as Arrow and as PostgreSQL and Redshift call it.
TYPES = {
    "string": (pa.string(), "varchar(65535)"),
    "integer": (pa.int32(), "integer"),
    "bigint": (pa.int64(), "bigint"),
    "double": (pa.float64(), "double precision"),
    "double precision": (pa.float64(), "double precision"),
    "float64": (pa.float64(), "double precision"),
    "boolean": (pa.bool_(), "boolean"),
    "date": (pa.date32(), "date"),
    "timestamp": (pa.timestamp("us"), "timestamp"),
}


class Warehouse(ABC):
    """Reads the tables of models and leaves those of a fit in the schema `<the profile's>_fitted`."""

    # SQL for the hexadecimal digits of a text's MD5.
    md5 = "md5({})"

    def __init__(self, adapter, nodes: dict):
        self.adapter, self.nodes = adapter, nodes
        self.schema = f"{adapter.config.credentials.schema}_fitted"

    def fetched(self, name: str, people: int | None = None) -> pa.Table:
        """The table of a model, typed as its yml says; of so many people at most, if asked."""
        node = self.nodes[name]
        query = f"select * from {node.relation_name}"
        if people is not None:
            query += (
                f" where customer_id in ({chosen_people(node.relation_name, people, self.md5)})"
            )
        types = {
            name: types_of(one.data_type)[0] for name, one in node.columns.items() if one.data_type
        }
        return self._read(query, types)

    def publish(self, name: str, made: pa.Table) -> None:
        """Takes the place of the table of this name in the schema of what was fitted."""
        described = {c.name: types_of(c.data_type) for c in self.nodes[name].columns.values()}
        made = made.cast(pa.schema([(c, described[c][0]) for c in made.column_names]))
        self._write(name, made, {c: described[c][1] for c in made.column_names})

    def keep(self) -> None:
        """What was published stays; of a fit that stops before, PostgreSQL and Redshift keep nothing."""
        self.adapter.commit_if_has_connection()

    def close(self) -> None:
        self.adapter.cleanup_connections()

    @abstractmethod
    def _read(self, query: str, types: dict[str, pa.DataType]) -> pa.Table: ...

    @abstractmethod
    def _write(self, name: str, made: pa.Table, sql_types: dict[str, str]) -> None: ...


class ByStatements(Warehouse):
    """PostgreSQL and Redshift."""

    def _read(self, query: str, types: dict[str, pa.DataType]) -> pa.Table:
        cursor = self._execute(query)
        names = [column[0] for column in cursor.description]
        parts = []
        while rows := cursor.fetchmany(ROWS_A_FETCH):
            columns = dict(zip(names, zip(*rows, strict=True), strict=True))
            parts.append(
                pa.table({name: pa.array(list(c), types.get(name)) for name, c in columns.items()})
            )
        nothing = pa.schema([(name, types.get(name, pa.null())) for name in names]).empty_table()
        return pa.concat_tables(parts or [nothing])

    def _write(self, name: str, made: pa.Table, sql_types: dict[str, str]) -> None:
        for statement in publishing(self.schema, name, made, sql_types):
            self._execute(statement)

    def _execute(self, query: str):
        # no parameters: where there are some, Redshift's driver reads a `%` in a text as one
        return self.adapter.connections.add_query(query, auto_begin=True)[1]


class ByFiles(Warehouse):
    """BigQuery."""

    md5 = "to_hex(md5({}))"

    def _read(self, query: str, types: dict[str, pa.DataType]) -> pa.Table:
        _, rows = self.adapter.connections.raw_execute_with_comment(query)
        found = rows.to_arrow(create_bqstorage_client=False)
        return found.cast(pa.schema([(f.name, types.get(f.name, f.type)) for f in found.schema]))

    def _write(self, name: str, made: pa.Table, sql_types: dict[str, str]) -> None:
        self.adapter.execute(f"create schema if not exists {self.schema}")
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / f"{name}.parquet"
            pq.write_table(with_utc(made), file)
            self.adapter.upload_file(
                str(file), self.adapter.config.credentials.database, self.schema, name,
                kwargs={"source_format": "PARQUET", "write_disposition": "WRITE_TRUNCATE"},
            )  # fmt: skip


KINDS = {"postgres": ByStatements, "redshift": ByStatements, "bigquery": ByFiles}


def connected() -> Warehouse | str:
    """The warehouse of the target with an open connection; or, where it is none of these, its kind."""
    parsed = dbtRunner().invoke(["parse", "--quiet"])
    if not parsed.success:
        raise SystemExit(f"dbt cannot read the project: {parsed.exception}")
    nodes = {
        node.name: node
        for node in parsed.result.nodes.values()
        if node.resource_type in ("model", "seed")
    }
    adapter = next(iter(FACTORY.adapters.values()))
    if adapter.type() not in KINDS:
        return adapter.type()
    adapter.acquire_connection("fit")
    return KINDS[adapter.type()](adapter, nodes)


def chosen_people(relation: str, people: int, md5: str) -> str:
    """A query for the ids of so many people at most, chosen in the warehouse: those whose ids come first
    by the order of `vitrine.arrays.hash_order`, so that whoever a fit would look at is among them.
    """
    digits = md5.format("customer_id")
    # that order reads the first eight bytes of the hash from the last to the first
    order = " || ".join(f"substring({digits}, {place}, 2)" for place in range(15, 0, -2))
    return (
        f"select customer_id from (select distinct customer_id from {relation}) as everybody"
        f" order by {order}, customer_id limit {people}"
    )


def publishing(schema: str, name: str, made: pa.Table, sql_types: dict[str, str]) -> Iterator[str]:
    """Statements that make a table anew beside the one in use and then take its place."""
    target, next_one = f"{schema}.{name}", f"{schema}.{name}__next"
    described = ", ".join(f"{column} {sql_type}" for column, sql_type in sql_types.items())
    yield f"create schema if not exists {schema}"
    yield f"drop table if exists {next_one}"
    yield f"create table {next_one} ({described})"
    for rows in batches(made):
        yield f"insert into {next_one} values {', '.join(rows)}"
    yield f"drop table if exists {target}"
    yield f"alter table {next_one} rename to {name}"


def batches(made: pa.Table) -> Iterator[list[str]]:
    """Rows as SQL, as many at a time as one statement should hold."""
    rows, size = [], 0
    for row in (row for batch in made.to_batches() for row in batch.to_pylist()):
        rows.append(f"({', '.join(map(literal, row.values()))})")
        size += len(rows[-1])
        if size > BYTES_A_STATEMENT:
            yield rows
            rows, size = [], 0
    if rows:
        yield rows


def with_utc(made: pa.Table) -> pa.Table:
    """With timestamps said to be UTC: BigQuery would take others for DATETIME."""
    fields = [
        field.with_type(pa.timestamp("us", "UTC")) if pa.types.is_timestamp(field.type) else field
        for field in made.schema
    ]
    return made.cast(pa.schema(fields))


def types_of(data_type: str) -> tuple[pa.DataType, str]:
    """A type of the yml as Arrow and as SQL."""
    if data_type.startswith("varchar"):
        return TYPES["string"]
    digits = re.fullmatch(r"decimal\((\d+), ?(\d+)\)", data_type)
    return (pa.decimal128(*map(int, digits.groups())), data_type) if digits else TYPES[data_type]


def literal(value) -> str:
    """A value as SQL; a float with all the digits that bring it back to the bit."""
    if value is None:
        return "null"
    if isinstance(value, bool | int | float):
        return repr(value).lower()
    return "'" + str(value).replace("'", "''") + "'"
