"""Raw files as they should not be, drawn by hypothesis: hostile values, headers, bytes and types, for
every table of the raw contract; and what an independent reader makes of a CSV file.
"""

import csv
import functools
import io
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import yaml
from conftest import ROOT
from hypothesis import strategies as st


@functools.cache
def contract() -> dict[str, dict]:
    """The raw contract by `source/table`, as the hook hands it to `raw_files.inspect`."""
    tables = {}
    for path in sorted(ROOT.glob("models/staging/*/_*__sources.yml")):
        for source in yaml.safe_load(path.read_text())["sources"]:
            for table in source["tables"]:
                columns = [
                    {"name": column["name"], "data_type": column["data_type"], "required": False}
                    | column.get("config", {}).get("meta", {})
                    for column in table["columns"]
                ]
                tables[f"{source['name']}/{table['name']}"] = {
                    "source": source["name"],
                    "table": table["name"],
                    **table["config"]["meta"],
                    "columns": columns,
                }
    return tables


TABLES = sorted(contract())

# Values that a column of each kind usually has; few ids, so that rows meet.
USUAL = {
    "string": ["A1", "A2", "b3", "B3 ", "Loja São João", "7"],
    "decimal": ["0", "10.50", "1234.56", "99999999.99"],
    "integer": ["1", "2", "2.0", "40"],
    "boolean": ["true", "0", "sim", "não"],
    "date": ["1980-02-29", "2001-12-31"],
    "timestamp": ["2025-06-30 12:00:00", "2025-07-01T03:00:00Z", "2025-07-01T00:30:00-03:00"],
    "br_timestamp": ["31/12/2025 18:05", "1/2/2025 8:05", "29/02/2024 23:59:59"],
    "br_money": ["R$ 1.234,56", "-12,00", "1234.56", "0,01"],
    "cpf": ["529.982.247-25", "52998224725", "191"],
    "email": ["Ana@Example.com", "f" * 64],
    "phone": ["+55 11 98765-4321", "1133334444"],
    "mac": ["AA:BB:CC:00:11:22", "aabb.cc00.1122"],
    "plate": ["BRA2E19", "abc-1234"],
}
# Values that nobody would want, in whatever column they turn up.
HOSTILE = [
    "", " ", "   \t ", "NaN", "nan", "Infinity", "-inf", "1e400", "-1e400", "1e15", "1e-9", "0x10", "-1", "-0.00",
    "99999999999999999999999999999999999999999", "9223372036854775808", "2147483648", "9999999999999999.99",
    "1000000000", "999999999.999999", "1.5", "1_000", "1,5", "1.234.567,89", "R$ 99.999.999.999.999.999,00",
    "1900-01-01", "2900-12-31 23:59:59", "0000-00-00", "0001-01-01", "2025-02-29", "31/02/2025", "31/02/2025 10:00",
    "1/2/2900 1:01", "01/01/0000 00:00", "2025-13-01", "294247-01-10", "infinity", "epoch", "2025-06-30T25:00:00",
    "2025-06-30 12:00:00+99:99", "20250630", "1751284800", "null", "NULL", "None", "undefined", "N/A", "-",
    "'", '"', '""', "''", "`", "\\", "\\N", "\\'",
    "a\nb", "a\r\nb", "a\rb", "\n", ",", ";", "\t|", "\x00", "a\x00b", "\x1a",
    "\x0b\x0c\x85\u2028", "\ufeff", "\u200b", "😀", "👩\u200d👩\u200d👧", "ÇÃÉ", "e\u0301", "ﬁ", "１２３", "٣", 
    "\u202eabc", "ß", "İ",
    "'); drop table x; --", "1; drop schema marts cascade",
    "{{ 1/0 }}", "{% raw %}", "${HOME}", "%s%n", "../../etc/passwd",
    "=cmd|' /C calc'!A0", "+1+1", "@SUM(A1)", "-2+3", "<script>alert(1)</script>",
    "529.982.247-2X", "CPF52998224725", "000.000.000-00", "111.111.111-11", "0" * 40, "9" * 400, "x" * 5000,
    "a@b", "@", "a@b.c@d.e", "+", "+55", "00:00:00:00:00:00", "ZZ:ZZ:ZZ:ZZ:ZZ:ZZ", '{"a": [1]}', "[1, 2]",
]  # fmt: skip
ENDINGS = ["\n", "\r\n", "\r"]
ENCODINGS = [*["utf-8"] * 7, "utf-8-sig", "utf-8-sig", "latin-1", "latin-1", "utf-16", "utf-16-be",
             "utf-8 and latin-1"]  # fmt: skip
STRANGE_NAMES = [
    "😀",
    "notes of ours",
    "",
    "sale_id2",
    "'); drop table x; --",
    "x" * 300,
    "a\nb",
    'quo"te',
]
# What is done to the bytes of a file when all else is written; mostly nothing.
DAMAGES = [
    "",
    "",
    "",
    "",
    "unclosed quote",
    "NUL byte",
    "ragged",
    "cut",
    "blank lines",
    "empty",
    "quote inside",
    "tail",
]
PARQUET_TYPES = [
    pa.string(), pa.int32(), pa.int64(), pa.float64(), pa.float32(), pa.decimal128(18, 2), pa.decimal128(38, 10),
    pa.bool_(), pa.date32(), pa.timestamp("us"), pa.timestamp("ns"), pa.timestamp("s"),
    pa.timestamp("us", tz="America/Sao_Paulo"),
    pa.binary(), pa.list_(pa.int64()), pa.struct([("a", pa.string())]), pa.uint64(), pa.time64("us"),
    pa.dictionary(pa.int32(), pa.string()),
]  # fmt: skip


@dataclass(frozen=True)
class File:
    """A raw file before it is written: its ending, its bytes, and what an independent reader of it
    knows (None where it knows nothing).
    """

    table: str
    suffix: str
    content: bytes
    damage: str = ""
    records: int | None = None
    rows: list[tuple] | None = field(default=None, repr=False)

    def write(self, stem: Path) -> Path:
        path = stem.with_name(stem.name + self.suffix)
        path.parent.mkdir(parents=True, exist_ok=True)
        if self.damage == "a folder":
            path.mkdir()
        elif self.damage == "a link to itself":
            path.symlink_to(path.name)
        else:
            path.write_bytes(self.content)
        return path


def kind(column: dict) -> str:
    name = column.get("format", column["data_type"])
    return name if name in USUAL else "string"


def usual_row(table: str) -> dict[str, str]:
    """A row that staging accepts, with a key that no other row has."""
    row = {column["name"]: USUAL[kind(column)][0] for column in contract()[table]["columns"]}
    row |= {name: "99" for name in contract()[table]["key"] if kind_of(table, name) == "string"}
    return row | {"loaded_at": "2026-01-01 00:00:00"}


def kind_of(table: str, name: str) -> str:
    return next(kind(column) for column in contract()[table]["columns"] if column["name"] == name)


def write_usual(table: str, stem: Path, suffix: str) -> None:
    """One good row in a part file of its own, so that the table is never unusable as a whole."""
    row = usual_row(table)
    stem.parent.mkdir(parents=True, exist_ok=True)
    path = stem.with_name(stem.name + suffix)
    if suffix == ".csv":
        with path.open("w", newline="") as stream:
            csv.writer(stream).writerows([list(row), list(row.values())])
    else:
        pq.write_table(pa.Table.from_pylist([row]), path)


def cells(column: dict) -> st.SearchStrategy[str]:
    usual = st.sampled_from(USUAL[kind(column)] + column.get("values", []))
    return st.one_of(usual, usual, st.sampled_from(HOSTILE), st.text(max_size=12))


@st.composite
def files(draw, table: str) -> File:
    """Any raw file of a table."""
    what = draw(st.sampled_from(["csv", "csv", "csv", "parquet", "other"]))
    if what == "other":
        damage = draw(st.sampled_from(["a folder", "a link to itself", "no Parquet", "noise"]))
        suffix = (
            draw(st.sampled_from([".csv", ".parquet"])) if damage != "no Parquet" else ".parquet"
        )
        return File(table, suffix, draw(st.binary(max_size=200)), damage)
    columns = draw(_columns(table))
    count = draw(st.integers(0, 6))
    rows = [[draw(cells(column)) for column in columns] for _ in range(count)]
    return draw((_csv if what == "csv" else _parquet)(table, columns, rows))


@st.composite
def _columns(draw, table: str) -> list[dict]:
    """The required columns and some of the others in any order; at times one is missing or twice."""
    known = contract()[table]["columns"]
    columns = [column for column in known if column["required"] or draw(st.booleans())]
    if not any(column["name"] == "loaded_at" for column in columns):
        columns.append(known[-1])
    slip = draw(st.integers(0, 15))
    if slip == 0:
        columns.pop(draw(st.integers(0, len(columns) - 1)))
    if slip == 1:
        columns.append(draw(st.sampled_from(columns)))
    return draw(st.permutations(columns))


@st.composite
def _csv(draw, table: str, columns: list[dict], rows: list[list[str]]) -> File:
    names = [
        draw(st.sampled_from([column["name"], column["name"].upper(), f" {column['name']} "]))
        for column in columns
    ]
    strangers = draw(st.lists(st.sampled_from(STRANGE_NAMES), max_size=2))
    rows = [row + [draw(st.sampled_from(HOSTILE)) for _ in strangers] for row in rows]
    delimiter, ending = draw(st.sampled_from(",,,;\t|")), draw(st.sampled_from(ENDINGS))
    quoting = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    if draw(st.booleans()):
        # as most files are: an unusual line end is refused as soon as a cell has another one
        ending = "\n"
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=ending, quoting=quoting)
    writer.writerow(names + strangers)
    writer.writerows(rows)
    encoding, damage = draw(st.sampled_from(ENCODINGS)), draw(st.sampled_from(DAMAGES))
    text = _damaged(draw, stream.getvalue(), damage, delimiter, ending)
    if encoding == "utf-8 and latin-1":
        half = len(text) // 2
        content = text[:half].encode(errors="replace") + text[half:].encode("latin-1", "replace")
    else:
        if encoding == "latin-1":
            text = re.sub("[\x80-\x9f]", "?", text)  # else it is refused, which "and" above tries
        content = text.encode(encoding, "replace")
    if damage == "NUL byte":
        at = draw(st.integers(0, len(content)))
        content = content[:at] + b"\0" + content[at:]
    records, found = read_independently(content, delimiter, columns, table)
    return File(table, ".csv", content, damage, records, found)


def _damaged(draw, text: str, damage: str, delimiter: str, ending: str) -> str:
    at = draw(st.integers(0, len(text)))
    if damage in ("unclosed quote", "quote inside"):
        mark = delimiter + '"' if damage == "unclosed quote" else '"'
        return text[:at] + mark + text[at:]
    if damage == "ragged":
        return text + f"1{ending}" + delimiter * 60 + ending + "   " + ending
    if damage == "blank lines":
        return text + ending * 3
    if damage == "tail":
        return text + '9,"'
    return {"cut": text[:at], "empty": ""}.get(damage, text)


def read_independently(content: bytes, delimiter: str, columns: list[dict], table: str):
    """How many records Python's csv module finds after the header, and where every one of them has
    as many fields as the header, their values in the order of the contract (None for ''). Where
    quotation marks do not pair off, a record is a line that is not empty.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    csv.field_size_limit(1 << 30)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header, *records = [record for record in reader if record]
    except csv.Error:
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return sum(line != "" for line in lines) - 1, None
    except ValueError:
        return 0, None
    if any(len(record) != len(header) for record in records):
        return len(records), None
    places = {name.strip().lower(): place for place, name in reversed(list(enumerate(header)))}
    order = [places.get(column["name"]) for column in contract()[table]["columns"]]
    rows = [
        tuple(None if place is None else record[place] or None for place in order)
        for record in records
    ]
    return len(records), rows


@st.composite
def _parquet(draw, table: str, columns: list[dict], rows: list[list[str]]) -> File:
    """Each column as text or as any other type, its values as near to the drawn ones as may be."""
    arrays, names = [], []
    for position, column in enumerate(columns):
        data_type = draw(st.sampled_from([pa.string(), *PARQUET_TYPES]))
        arrays.append(_array([row[position] for row in rows], data_type))
        names.append(draw(st.sampled_from([column["name"], column["name"].upper()])))
    stream = pa.BufferOutputStream()
    pq.write_table(pa.table(arrays, names=names), stream)
    content = stream.getvalue().to_pybytes()
    damage = draw(st.sampled_from(["", "", "", "cut", "flipped"]))
    at = draw(st.integers(0, len(content) - 1))
    if damage == "cut":
        content = content[:at]
    if damage == "flipped":
        content = content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]
    return File(table, ".parquet", content, damage, len(rows) if not damage else None)


def _array(texts: list[str], data_type: pa.DataType) -> pa.Array:
    values = []
    for position, text in enumerate(texts):
        if pa.types.is_list(data_type):
            value = [position, None]
        elif pa.types.is_struct(data_type):
            value = {"a": text}
        elif pa.types.is_binary(data_type):
            value = text.encode("utf-8" if position % 2 else "utf-16", "replace")
        elif pa.types.is_string(data_type) or pa.types.is_dictionary(data_type):
            value = text.encode(errors="replace").decode()
        elif pa.types.is_floating(data_type):
            value = [float(position), float("nan"), float("inf"), 1e300, -2.5][position % 5]
            value = value if data_type == pa.float64() or position % 5 != 3 else 0.5
        else:
            value = None if text == "" else [position, 10 * position, 1, 99999][position % 4]
        values.append(value)
    if pa.types.is_boolean(data_type):
        values = [None if value is None else bool(value) for value in values]
    elif pa.types.is_decimal(data_type):
        return pa.array([None if value is None else f"{value}.25" for value in values]).cast(
            data_type
        )
    elif data_type not in (pa.float64(), pa.float32()) and (
        pa.types.is_temporal(data_type) or pa.types.is_integer(data_type)
    ):
        width = pa.int32() if data_type in (pa.date32(), pa.int32()) else pa.int64()
        return pa.array(values, width).cast(data_type)
    return pa.array(values, data_type)


def described(path: Path) -> str:
    """A file for a failure's message."""
    return f"{path}: {json.dumps(path.read_bytes()[:300].decode('latin-1')) if path.is_file() else 'no file'}"
