"""GoogleSQL on this machine: Google's own analyser and its reference executor, which BigQuery's SQL is
made from, as PyPI `zetasql` brings them in WebAssembly.

It says what a statement's columns and their types are or why it is wrong, and computes it over small
tables. It is no BigQuery: nothing is said of its storage, its speed, its limits or its API.
"""

import ctypes
import datetime
import fcntl
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib.metadata import version
from pathlib import Path

# BigQuery's names of types, and the numbers that GoogleSQL's messages have for them.
KINDS = {
    "INT64": 2, "BOOL": 5, "FLOAT64": 7, "STRING": 8, "BYTES": 9, "DATE": 10, "TIMESTAMP": 19,
    "TIME": 20, "DATETIME": 21, "NUMERIC": 23, "BIGNUMERIC": 24, "JSON": 26, "ARRAY": 16, "STRUCT": 17,
}  # fmt: skip
NAMES = {number: name for name, number in KINDS.items()}
TABLE = re.compile(r"`(\w+)`\.`(\w+)`\.`(\w+)`")
UNQUOTED = re.compile(r"(?<![`.\w])(raw_mall|raw_streaming|analytics_\w+|vault)\.(\w+)")
PROJECT = "local"
# BigQuery's other names of INT64, by its documentation; the analyser knows the one only.
ALIASES = re.compile(
    r"(?:(?<=\bas )|(?<=[\w`] )(?=\w+(?: not null)?\s*[,)]))(?:bigint|integer|int|smallint)\b",
    re.IGNORECASE,
)


class Wrong(Exception):
    """What the analyser or the executor does not accept, in its words."""


@cache
def client():
    """The engine. To compile it takes half a minute, so the environment keeps what was compiled."""
    import wasmtime
    from google._upb._message import SetAllowOversizeProtos
    from zetasql.core import wasm_client
    from zetasql.wasi import get_wasm_path

    # answers lie in each other as deep as expressions do, which is more than a hundred times
    SetAllowOversizeProtos(True)

    class Client(wasm_client.WasmClient):
        """As it is, but bytes go in and out at once and not one by one."""

        def _at(self, pointer: int) -> int:
            return ctypes.addressof(self.memory.data_ptr().contents) + pointer

        def write_bytes(self, ptr: int, data: bytes) -> None:
            ctypes.memmove(self._at(ptr), data, len(data))

        def read_bytes(self, ptr: int, size: int) -> bytes:
            return ctypes.string_at(self._at(ptr), size)

    class Module:
        @staticmethod
        def from_file(engine, path):
            versions = "-".join(map(version, ("zetasql", "wasmtime")))
            kept = Path(sys.prefix) / f"googlesql-{versions}.cwasm"
            with kept.with_suffix(".lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                if not kept.exists():
                    made = wasmtime.Module.from_file(engine, path).serialize()
                    part = kept.with_suffix(".part")
                    part.write_bytes(made)
                    part.rename(kept)
            return wasmtime.Module.deserialize_file(engine, str(kept))

    original, wasm_client.Module = wasm_client.Module, Module
    try:
        return Client(get_wasm_path())
    finally:
        wasm_client.Module = original


def call(name: str, request, response):
    from zetasql.core.exceptions import ServerError

    try:
        return client().call_grpc_func(f"ZetaSqlLocalService_{name}", request, response)
    except ServerError as error:
        raise Wrong(str(error)) from None


@cache
def language():
    """The language as BigQuery's users have it: the external product, QUALIFY a reserved word."""
    from zetasql.wasi._pb2.zetasql.local_service import local_service_pb2 as messages
    from zetasql.wasi._pb2.zetasql.proto import options_pb2

    options = call(
        "GetLanguageOptions",
        messages.LanguageOptionsRequest(maximum_features=True),
        options_pb2.LanguageOptionsProto,
    )
    options.product_mode = 1
    options.reserved_keywords.append("QUALIFY")
    return options


@dataclass
class Table:
    """Columns with their types, as the engine has them, and rows, where the table has any."""

    columns: list[tuple[str, object]]
    rows: list = field(default_factory=list)

    @classmethod
    def of(cls, columns: dict[str, str], rows: Iterable[tuple] = ()) -> "Table":
        """A table of the given columns (name and BigQuery's type) and rows of Python values."""
        from zetasql.wasi._pb2.zetasql.local_service import local_service_pb2 as messages
        from zetasql.wasi._pb2.zetasql.public import type_pb2

        table = cls([(c, type_pb2.TypeProto(type_kind=KINDS[kind])) for c, kind in columns.items()])
        for values in rows:
            row = messages.TableData.Row()
            for value, kind in zip(values, columns.values(), strict=True):
                put(row.cell.add(), value, kind)
            table.rows.append(row)
        return table

    @property
    def types(self) -> dict[str, str]:
        return {name: type_name(one) for name, one in self.columns}

    def values(self) -> list[tuple]:
        """The rows as Python has such values."""
        types = [one for _, one in self.columns]
        return [
            tuple(value_of(cell, one) for cell, one in zip(row.cell, types, strict=True))
            for row in self.rows
        ]


class GoogleSql:
    """A warehouse of tables by `schema.name` in lower case."""

    def __init__(self, tables: dict[str, Table] | None = None):
        self.tables: dict[str, Table] = {} if tables is None else tables

    def add(self, name: str, columns: dict[str, str], rows: list[tuple] = ()) -> None:
        """A table of the given columns (name and BigQuery's type) and rows of Python values."""
        self.tables[name.lower()] = Table.of(columns, rows)

    def columns_of(self, sql: str) -> Table:
        """Columns and types of a query; raises `Wrong` where the analyser does not accept it."""
        return self._run(sql, execute=False)

    def query(self, sql: str) -> Table:
        """What a query gives over the tables as they are."""
        return self._run(sql, execute=True)

    def create(self, name: str, sql: str, execute: bool = True) -> Table:
        """Makes a table of what a query gives; without `execute` an empty one of its columns."""
        self.tables[name.lower()] = self._run(sql, execute)
        return self.tables[name.lower()]

    def follow(self, sql: str) -> set[tuple[str, str]]:
        """Analyses a statement of any kind: which columns of which tables it reads. What it makes, alters
        or drops is known so from then on. Raises `Wrong` where the analyser does not accept it.
        """
        from zetasql.wasi._pb2.zetasql.local_service import local_service_pb2 as messages
        from zetasql.wasi._pb2.zetasql.resolved_ast.resolved_node_kind_pb2 import ResolvedNodeKind

        request = messages.AnalyzeRequest()
        request.sql_statement = self._named(sql, request, with_rows=False)
        request.options.prune_unused_columns = True
        request.options.language_options.supported_statement_kinds[:] = [
            number for name, number in ResolvedNodeKind.items() if name.endswith("_STMT")
        ]
        answer = call("Analyze", request, messages.AnalyzeResponse).resolved_statement
        found = defaultdict(list)
        for one in parts_of(answer):
            found[one.DESCRIPTOR.name.removeprefix("Resolved").removesuffix("Proto")].append(one)
        defined = [(one.name, one.type) for one in found["ColumnDefinition"]]
        for made in found["CreateStatement"] if defined else ():
            self.tables[".".join(made.name_path).lower()] = Table(defined)
        for altered in found["AlterObjectStmt"]:
            gone = {one.name for one in found["DropColumnAction"]}
            table = self.tables[".".join(altered.name_path).lower()]
            table.columns = [one for one in table.columns if one[0] not in gone] + defined
        for dropped in found["DropStmt"]:
            self.tables.pop(".".join(dropped.name_path).lower(), None)
        return {
            (scan.table.name, column.name)
            for scan in found["TableScan"]
            for column in scan.parent.column_list
        }

    def _run(self, sql: str, execute: bool) -> Table:
        from zetasql.wasi._pb2.zetasql.local_service import local_service_pb2 as messages

        request = messages.PrepareQueryRequest()
        request.sql = self._named(sql, request, execute)
        prepared = call("PrepareQuery", request, messages.PrepareQueryResponse).prepared
        number = prepared.prepared_query_id
        try:
            columns = [(column.name, column.type) for column in prepared.columns]
            if not execute:
                return Table(columns)
            asked = messages.EvaluateQueryRequest(prepared_query_id=number)
            answer = call("EvaluateQuery", asked, messages.EvaluateQueryResponse)
            return Table(columns, list(answer.content.table_data.row))
        finally:
            from google.protobuf import empty_pb2

            forgotten = messages.UnprepareQueryRequest(prepared_query_id=number)
            call("UnprepareQuery", forgotten, empty_pb2.Empty)

    def _named(self, sql: str, request, with_rows: bool) -> str:
        """The statement with the tables that it reads as flat names of a catalog of just these."""
        sql = ALIASES.sub("int64", sql)
        sql = UNQUOTED.sub(rf"`{PROJECT}`.`\1`.`\2`", sql)
        request.options.language_options.CopyFrom(language())
        # BigQuery's, where the engine's own default is Los Angeles
        request.options.default_timezone = "UTC"
        catalog = request.simple_catalog
        catalog.name = "vitrine"
        catalog.builtin_function_options.language_options.CopyFrom(language())
        for _, schema, name in sorted(set(TABLE.findall(sql))):
            known = f"{schema}.{name}".lower()
            if known not in self.tables:
                continue  # it is about to be made, or the analyser will say that it is missing
            table = catalog.table.add(name=known)
            for column_name, column_type in self.tables[known].columns:
                table.column.add(name=column_name).type.CopyFrom(column_type)
            if with_rows:
                request.table_content[known].table_data.row.extend(self.tables[known].rows)
        return TABLE.sub(lambda found: f"`{found[2]}.{found[3]}`".lower(), sql)


def parts_of(message) -> Iterator:
    """A message and all messages in it."""
    yield message
    for described, value in message.ListFields():
        if described.message_type is not None:
            for one in value if described.is_repeated else [value]:
                yield from parts_of(one)


def type_name(one) -> str:
    name = NAMES[one.type_kind]
    return f"ARRAY<{type_name(one.array_type.element_type)}>" if name == "ARRAY" else name


EPOCH = datetime.datetime(1970, 1, 1)


def value_of(cell, one):
    """A cell of the engine's messages as a Python value; null is None."""
    kind, which = NAMES[one.type_kind], cell.WhichOneof("value")
    if which is None:
        return None
    value = getattr(cell, which)
    if kind == "NUMERIC":
        return Decimal(int.from_bytes(value, "little", signed=True)).scaleb(-9)
    if kind == "BIGNUMERIC":
        return Decimal(int.from_bytes(value, "little", signed=True)).scaleb(-38)
    if kind == "DATE":
        return (EPOCH + datetime.timedelta(days=value)).date()
    if kind == "TIMESTAMP":
        return EPOCH + datetime.timedelta(seconds=value.seconds, microseconds=value.nanos // 1000)
    if kind == "DATETIME":
        bits = value.bit_field_datetime_seconds
        parts = [(bits >> shift) & mask for shift, mask in FIELDS_OF_A_DATETIME]
        return datetime.datetime(*parts, value.nanos // 1000)
    if kind == "ARRAY":
        return [value_of(element, one.array_type.element_type) for element in value.element]
    return value


# Year, month, day, hour, minute and second in the engine's packed form.
FIELDS_OF_A_DATETIME = ((26, 0x3FFF), (22, 0xF), (17, 0x1F), (12, 0x1F), (6, 0x3F), (0, 0x3F))


def put(cell, value, kind: str) -> None:
    """A Python value into a cell."""
    if value is None:
        return
    if kind == "NUMERIC":
        number = int((Decimal(value)).scaleb(9))
        cell.numeric_value = number.to_bytes((number.bit_length() + 8) // 8, "little", signed=True)
    elif kind == "DATE":
        cell.date_value = (value - EPOCH.date()).days
    elif kind == "TIMESTAMP":
        since = value.replace(tzinfo=None) - EPOCH
        cell.timestamp_value.seconds = since.days * 86400 + since.seconds
        cell.timestamp_value.nanos = since.microseconds * 1000
    else:
        of = {"INT64": "int64", "BOOL": "bool", "FLOAT64": "double", "STRING": "string"}[kind]
        setattr(cell, f"{of}_value", value)
