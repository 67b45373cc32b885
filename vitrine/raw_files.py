"""Looks at a folder of raw files and says how DuckDB can read it, or exactly why it cannot.

The folder holds `<source>/<table>.csv` or `.parquet`, or a folder of part files
`<source>/<table>/`. Nothing here changes the warehouse: `inspect` answers with the select behind
each raw view, with notices, and with one line for each error.
"""

import atexit
import codecs
import csv
import difflib
import io
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

DELIMITERS = ",;\t|"
FORMATS = (".csv", ".parquet")
OWN_DATA = 'README, "Your own data"'
# Text columns must be text; the others may keep the type that a Parquet file gives them.
_KEPT_TYPES = (
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "DECIMAL",
    "FLOAT",
    "DOUBLE",
    "BOOLEAN",
    "DATE",
    "TIMESTAMP",
)


class Unreadable(Exception):
    """A file that cannot be used, with the one line to show for it."""


@dataclass(frozen=True)
class Column:
    """A column of a file: the name in its header, how SQL names it, its DuckDB type."""

    name: str
    identifier: str
    data_type: str


@dataclass
class Report:
    """What was found: the select of each raw view, lines that no reader could split, notices and
    errors.
    """

    views: dict[str, str] = field(default_factory=dict)
    unreadable_lines: list[dict] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def inspect(folder: str, contract: list[dict]) -> dict:
    """Inspects every table of the contract in a folder.

    `contract`: dicts with source, table, required and columns (dicts with name, data_type,
    required). Returns views (`source.table` → select statement), unreadable_lines (path of a
    Parquet file, or None), notices, errors.
    """
    report, root = Report(), folder.rstrip("/")
    if "://" not in root and not Path(root).is_dir():
        report.errors.append(
            f"VITRINE_RAW_DIR: there is no folder '{folder}'; name the folder that holds mall/pos_sales"
        )
        contract = []
    for table in contract:
        try:
            report.views[f"{table['source']}.{table['table']}"] = _view(root, table, report)
        except Unreadable as problem:
            report.errors.append(str(problem))
    if "://" not in root:
        report.notices += _strangers(Path(root), contract)
    return {
        "views": report.views,
        "unreadable_lines": _save(report.unreadable_lines),
        "notices": report.notices,
        "errors": report.errors,
    }


def _view(root: str, table: dict, report: Report) -> str:
    """The select that shows a table with every column of the contract; absent ones are nulls."""
    files = _files(root, table["source"], table["table"])
    name = f"{table['source']}/{table['table']}"
    if not files:
        if table["required"]:
            raise Unreadable(
                f"{name}: this table is required and there is no {name}.csv or {name}.parquet in {root}; "
                f"export it there ({OWN_DATA})"
            )
        return f"select {_columns(table, {})} where false"
    selects = []
    for file in files:
        shown = file.removeprefix(root + "/")
        scan, header = (_parquet if file.endswith(".parquet") else _csv)(file, shown, table, report)
        selects.append(
            f"select {_columns(table, _match(shown, table, header, report))} from {scan}"
        )
    return " union all ".join(selects)


def _files(root: str, source: str, table: str) -> list[str]:
    """The files of a table, sorted: one file, or the part files of a folder."""
    stem = f"{root}/{source}/{table}"
    if "://" in root:
        found = [
            row[0]
            for suffix in FORMATS
            for pattern in (f"{stem}{suffix}", f"{stem}/*{suffix}")
            for row in _ask(f"select file from glob('{pattern}')", f"{source}/{table}")
        ]
    else:
        found = [f"{stem}{suffix}" for suffix in FORMATS if Path(f"{stem}{suffix}").exists()]
        found += [str(path) for path in Path(stem).glob("*") if path.suffix in FORMATS]
    if len({Path(file).suffix for file in found}) > 1 or (
        len(found) > 1 and f"{stem}{Path(found[0]).suffix}" in found
    ):
        listed = ", ".join(sorted(file.removeprefix(root + "/") for file in found)[:4])
        raise Unreadable(
            f"{source}/{table}: found {listed}; keep one file or one folder of part files"
        )
    return sorted(found)


def _parquet(file: str, shown: str, table: dict, report: Report) -> tuple[str, list[Column]]:
    scan = f"read_parquet('{_quoted(file)}')"
    described = _ask(f"describe select * from {scan}", shown, "Parquet")
    return scan, [Column(name, _identifier(name), data_type) for name, data_type, *_ in described]


def _csv(file: str, shown: str, table: dict, report: Report) -> tuple[str, list[Column]]:
    """All columns as text; lines with too few or too many fields are kept aside for quarantine."""
    encoding, delimiter, header = "utf-8", ",", []
    if "://" not in file:
        encoding = _encoding(file, shown, report)
        delimiter, header = _header(file, shown, table, encoding)
    else:
        header = [
            row[0]
            for row in _ask(
                f"describe select * from read_csv('{file}', all_varchar=true)", shown, "CSV"
            )
        ]
    columns = ", ".join(f"'c{position}': 'VARCHAR'" for position in range(len(header)))
    options = (
        f"'{_quoted(file)}', auto_detect=false, header=true, delim='{delimiter}', quote='\"', escape='\"', "
        f"encoding='{encoding}', columns={{{columns}}}"
    )
    connection = duckdb.connect()
    _ask(f"select count(*) from read_csv({options}, store_rejects=true)", shown, "CSV", connection)
    rejects = connection.sql(
        "select line, min(error_type), min(csv_line), max(error_message) from reject_errors group by line order by line"
    ).fetchall()
    for line, kind, text, message in rejects:
        if kind == "UNQUOTED VALUE":
            raise Unreadable(
                f"{shown}: line {line}: a quotation mark is opened and not closed properly; mend the line"
            )
        report.unreadable_lines.append(
            {"source_name": table["source"], "table_name": table["table"], "file": shown, "line_number": line,
             "line_text": text, "problem": message}
        )  # fmt: skip
    found = [Column(name, f"c{position}", "VARCHAR") for position, name in enumerate(header)]
    return f"read_csv({options}, ignore_errors=true)", found


def _encoding(file: str, shown: str, report: Report) -> str:
    """UTF-8 where every byte of the file is, else Latin-1, which Brazilian tills still write."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with open(file, "rb") as stream:
            start = stream.read(2)
            if start in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
                return "utf-16"
            decoder.decode(start)
            while chunk := stream.read(1 << 22):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        report.notices.append(f"{shown}: not UTF-8; read as Latin-1")
        return "latin-1"
    except OSError as problem:
        raise Unreadable(
            f"{shown}: cannot be read ({problem.strerror}); check the file and its permissions"
        ) from None
    return "utf-8"


def _header(file: str, shown: str, table: dict, encoding: str) -> tuple[str, list[str]]:
    """The delimiter that yields most of the contract's columns, and the header it yields."""
    with open(
        file, encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline=""
    ) as stream:
        line = stream.readline(1 << 20)
    if not line.strip("\ufeff\r\n "):
        raise Unreadable(
            f"{shown}: the file is empty; a table without rows still needs its header line"
        )
    known = {column["name"] for column in table["columns"]}
    headers = {mark: next(csv.reader(io.StringIO(line), delimiter=mark)) for mark in DELIMITERS}
    return max(
        headers.items(), key=lambda item: len({name.strip().lower() for name in item[1]} & known)
    )


def _match(shown: str, table: dict, header: list[Column], report: Report) -> dict[str, Column]:
    """The file's column for each contract column; names are matched without case and surrounding
    blanks.
    """
    found: dict[str, Column] = {}
    known = {column["name"] for column in table["columns"]}
    strangers = []
    for column in header:
        name = column.name.strip().lower()
        if name in found:
            raise Unreadable(f"{shown}: column '{name}' is there twice; rename or drop one")
        if name in known:
            found[name] = column
        else:
            strangers.append(column.name)
    for column in table["columns"]:
        if column["required"] and column["name"] not in found:
            guess = difflib.get_close_matches(column["name"], strangers, n=1)
            yours = f"your '{guess[0]}'" if guess else "yours"
            raise Unreadable(
                f"{shown}: required column '{column['name']}' is missing; rename {yours} or map it ({OWN_DATA})"
            )
    if strangers:
        report.notices.append(
            f"{shown}: columns that the contract does not know are ignored: {', '.join(strangers)}"
        )
    return found


def _columns(table: dict, found: dict[str, Column]) -> str:
    """The select list of a raw view: the contract's columns in the contract's order."""
    return ", ".join(
        f'{_expression(column, found.get(column["name"]))} as "{column["name"]}"'
        for column in table["columns"]
    )


def _expression(column: dict, found: Column | None) -> str:
    if found is None:
        return "cast(null as varchar)"
    kept = column["data_type"] != "string" and found.data_type.startswith(_KEPT_TYPES)
    return found.identifier if kept else f"cast({found.identifier} as varchar)"


def _strangers(root: Path, contract: list[dict]) -> list[str]:
    """Files in the sources' folders that are no table of the contract: most likely a misspelt name."""
    tables = {f"{table['source']}/{table['table']}" for table in contract}
    found = (
        path
        for source in {table["source"] for table in contract}
        for path in (root / source).glob("*")
    )
    notices = []
    for path in sorted(found):
        name = f"{path.parent.name}/{path.stem}"
        if name not in tables and (path.is_dir() or path.suffix in FORMATS):
            guess = difflib.get_close_matches(name, tables, n=1)
            hint = f"; did you mean {guess[0]}?" if guess else ""
            notices.append(
                f"{path.parent.name}/{path.name}: no table of the contract, ignored{hint}"
            )
    return notices


def _ask(
    query: str, shown: str, form: str = "", connection: duckdb.DuckDBPyConnection | None = None
) -> list[tuple]:
    try:
        return (connection or duckdb.connect()).execute(query).fetchall()
    except duckdb.Error as problem:
        reason = str(problem).splitlines()[0].split(": ", 1)[-1]
        raise Unreadable(
            f"{shown}: cannot be read as {form or 'a file'} ({reason}); export it again"
        ) from None


def _save(lines: list[dict]) -> str | None:
    """Hands the unreadable lines to DuckDB in a file of its own, since they may be many."""
    if not lines:
        return None
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder = tempfile.TemporaryDirectory(prefix="vitrine_")
    atexit.register(folder.cleanup)
    path = f"{folder.name}/unreadable_lines.parquet"
    pq.write_table(pa.Table.from_pylist(lines), path)
    return path


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
