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
import os
import re
import tempfile
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import duckdb

DELIMITERS = ",;\t|"
FORMATS = (".csv", ".parquet")
OWN_DATA = 'README, "Your own data"'
_NUMBERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "DECIMAL", "FLOAT", "DOUBLE")
_WALL_CLOCKS = ("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS")
_TIMES = ("DATE", *_WALL_CLOCKS, "TIMESTAMP WITH TIME ZONE")
# The types of a Parquet file that a contract's type can be cast from without a detour by text.
_KEPT_TYPES = {
    "integer": _NUMBERS,
    "decimal": _NUMBERS,
    "boolean": ("BOOLEAN",),
    "date": _TIMES,
    "timestamp": _TIMES,
}
# Latin-1 leaves these bytes to control characters, which DuckDB takes for another encoding.
_NO_LATIN_1 = re.compile(rb"[\x80-\x9f]")
_LINE_END = re.compile(rb"[\r\n]")
_CHUNK = 1 << 19
# DuckDB sets lines above its own limit aside, but one above its buffer of 32 MB is lost without a word.
_USUAL_LINE, _LONGEST_LINE = 2_000_000, 256 << 20
# A header of more than this is no header, and so many names are enough to say what is meant.
_LONGEST_HEADER = 1 << 20
_MOST_NAMES = 20


class Unreadable(Exception):
    """A file that cannot be used, with one line to show for each reason."""


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
            report.errors += problem.args
    if "://" not in root:
        report.notices += _strangers(Path(root), contract)
    return {
        "views": report.views,
        "unreadable_lines": _save(report.unreadable_lines),
        "notices": [_one_line(notice) for notice in report.notices],
        "errors": [_one_line(error) for error in report.errors],
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
    parts = []
    for file in files:
        shown = file.removeprefix(root + "/")
        if not os.path.isfile(file) and "://" not in root:
            what = "a folder" if os.path.isdir(file) else "a link that leads nowhere"
            raise Unreadable(f"{shown}: this is {what}, not a file; put the file itself there")
        scan, header = (_parquet if file.endswith(".parquet") else _csv)(file, shown, table, report)
        parts.append((scan, _match(shown, table, header, report)))
    selects = [f"select {_columns(table, found)} from {scan}" for scan, found in parts]
    view = " union all ".join(selects)
    if files[0].endswith(".parquet"):
        # it can be damaged anywhere, and a text be no UTF-8: only who reads it all knows
        try:
            _read_through(view, name)
        except Unreadable:
            for file, select in zip(files, selects, strict=True):
                _read_through(select, file.removeprefix(root + "/"))
            raise
    return view


def _read_through(select: str, shown: str) -> None:
    _ask(f"select bit_xor(hash(row)) from ({select}) as row", shown, "Parquet")


def _files(root: str, source: str, table: str) -> list[str]:
    """The files of a table, sorted: one file, or the part files of a folder."""
    stem = f"{root}/{source}/{table}"
    if "://" in root:
        # a store of objects lists what lies there, but takes the word of whoever names a file
        listed = [
            row[0]
            for pattern in ("*", "*/*")
            for row in _ask(
                f"select file from glob('{_quoted(root)}/{source}/{pattern}')", f"{source}/{table}"
            )
        ]
        found = [
            file
            for file in listed
            if (path := Path(file)).suffix in FORMATS
            and (source, table) in ((path.parent.name, path.stem), path.parts[-3:-1])
        ]
    else:
        found = [f"{stem}{suffix}" for suffix in FORMATS if os.path.lexists(f"{stem}{suffix}")]
        found += [str(path) for path in Path(stem).glob("*") if path.suffix in FORMATS]
    found = [file for file in found if not _is_hidden(Path(file).name)]
    if len({Path(file).suffix for file in found}) > 1 or (
        len(found) > 1 and f"{stem}{Path(found[0]).suffix}" in found
    ):
        listed = ", ".join(sorted(file.removeprefix(root + "/") for file in found)[:4])
        raise Unreadable(
            f"{source}/{table}: found {listed}; keep one file or one folder of part files"
        )
    return sorted(found)


def _is_hidden(name: str) -> bool:
    """Whether a file is what a system keeps beside the data, as `_SUCCESS` or a Mac's `._part-1.csv`."""
    return name.startswith(("_", "."))


def _parquet(file: str, shown: str, table: dict, report: Report) -> tuple[str, list[Column]]:
    scan = f"read_parquet('{_quoted(file)}')"
    described = _ask(f"describe select * from {scan}", shown, "Parquet")
    found = [Column(name, _identifier(name), data_type) for name, data_type, *_ in described]
    return scan, found


def _csv(file: str, shown: str, table: dict, report: Report) -> tuple[str, list[Column]]:
    """All columns as text; lines with too few or too many fields are kept aside for quarantine."""
    encoding, delimiter, header = "utf-8", ",", []
    if "://" not in file:
        encoding = _encoding(file, shown, report)
        delimiter, header = _header(file, shown, table, encoding)
    else:
        sniffed = f"sniff_csv('{_quoted(file)}', header=true, all_varchar=true)"
        [(delimiter, header)] = _ask(
            f"select delimiter, list_transform(columns, lambda one: one.name) from {sniffed}",
            shown,
            "CSV",
        )
    columns = ", ".join(f"'c{position}': 'VARCHAR'" for position in range(len(header)))
    longest = 0 if "://" in file else _longest_line(file)
    if longest > _LONGEST_LINE:
        raise Unreadable(
            f"{shown}: a line is longer than {_LONGEST_LINE >> 20} MB; take it out or mend its line end"
        )
    # twice, since a letter of Latin-1 becomes two bytes
    limit = f", max_line_size={2 * longest}" if longest > _USUAL_LINE // 2 else ""
    options = (
        f"'{_quoted(file)}', auto_detect=false, header=true, delim='{delimiter}', quote='\"', escape='\"', "
        f"encoding='{encoding}', columns={{{columns}}}{limit}"
    )
    connection = _connection().cursor()
    _ask(f"select count(*) from read_csv({options}, store_rejects=true)", shown, "CSV", connection)
    rejects = connection.sql(
        "select line, bool_or(error_type = 'UNQUOTED VALUE'), min(csv_line), max(error_message)"
        " from reject_errors group by line order by line"
    ).fetchall()
    for line, misquoted, *_ in rejects:
        # behind it DuckDB does not find its way back: it drops good lines, and not the same each time
        if misquoted:
            raise Unreadable(
                f"{shown}: line {line}: a quotation mark is opened and not closed properly; mend the line"
            )
    report.unreadable_lines += [
        {"source_name": table["source"], "table_name": table["table"], "file": shown, "line_number": line,
         "line_text": text, "problem": message}
        for line, _, text, message in rejects
    ]  # fmt: skip
    found = [Column(name, f"c{position}", "VARCHAR") for position, name in enumerate(header)]
    return f"read_csv({options}, ignore_errors=true)", found


def _longest_line(file: str) -> int:
    """An upper bound on the bytes of the longest line, cells that run over several lines reckoned in.

    One line end in each half megabyte is enough to know that no line is longer than two such pieces.
    A line end with an odd number of quotation marks before it stands in a cell; where inches and the
    like spoil that count, it is each line end that counts.
    """
    read = inside = 0
    longest = {"lines": 0, "records": 0}
    ends = {"lines": 0, "records": 0}
    with open(file, "rb") as stream:
        while chunk := stream.read(_CHUNK):
            found = _LINE_END.search(chunk)
            if found:
                longest["lines"] = max(longest["lines"], read + found.end() - ends["lines"])
                ends["lines"] = read + found.end()
            quotes, at = inside, 0
            for _ in range(1000):
                if not found:
                    break
                quotes += chunk.count(b'"', at, found.start())
                at = found.end()
                if quotes % 2 == 0:
                    longest["records"] = max(longest["records"], read + at - ends["records"])
                    ends["records"] = read + at
                    break
                found = _LINE_END.search(chunk, at)
            inside += chunk.count(b'"')
            read += len(chunk)
    for what, end in ends.items():
        longest[what] = max(longest[what], read - end)
    return longest["records" if longest["records"] <= _LONGEST_LINE else "lines"]


def _encoding(file: str, shown: str, report: Report) -> str:
    """UTF-8 where every byte of the file is, else Latin-1, which Brazilian tills still write; raises
    Unreadable where it cannot be that either.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with open(file, "rb") as stream:
            start = stream.read(2)
            if start in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
                raise Unreadable(f"{shown}: the file is UTF-16; save it as UTF-8")
            decoder.decode(start)
            while chunk := stream.read(1 << 22):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        with open(file, "rb") as stream:
            for number, line in enumerate(stream, 1):
                if _NO_LATIN_1.search(line):
                    raise Unreadable(
                        f"{shown}: line {number} is neither UTF-8 nor Latin-1; save the file as UTF-8"
                    ) from None
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
        start = stream.read(_LONGEST_HEADER)
    if not start.strip("\ufeff\r\n\t "):
        raise Unreadable(
            f"{shown}: the file is empty; a table without rows still needs its header line"
        )
    if not start.splitlines()[0].strip():
        raise Unreadable(f"{shown}: line 1 is empty; the header must be there")
    known = {column["name"] for column in table["columns"]}
    headers = {mark: _first_record(start, mark) for mark in DELIMITERS}
    delimiter, header = max(
        headers.items(),
        key=lambda item: (
            len({name.strip().lower() for name in item[1]} & known),
            len(item[1]) > 0,
        ),
    )
    if "\0" in "".join(header):
        raise Unreadable(f"{shown}: line 1 holds NUL characters; save the file as UTF-8")
    if any(mark in name for name in header for mark in "\r\n"):
        # behind such a header the reader loses rows, where lines end in CR
        raise Unreadable(f"{shown}: line 1: a column's name runs on in line 2; write it in one")
    if not header:
        raise Unreadable(
            f"{shown}: line 1 is no header that can be split into names; mend its quotation marks"
        )
    return delimiter, header


def _first_record(text: str, delimiter: str) -> list[str]:
    """The fields of the first record, which may run over several lines; none where it never ends."""
    try:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return []


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
    missing = [
        column["name"]
        for column in table["columns"]
        if column["required"] and column["name"] not in found
    ]
    if missing:
        if not found and any(map(_is_value, strangers)):
            raise Unreadable(
                f"{shown}: the first line has values, not names of columns; put a line with the names above it,"
                f" {', '.join(missing)} among them ({OWN_DATA})"
            )
        likely = _likely_names(missing, strangers)
        yours = f"yours (of {_listed(strangers)})" if strangers else "yours"
        raise Unreadable(
            *(
                f"{shown}: required column '{name}' is missing;"
                f" rename {likely.get(name, yours)} or map it ({OWN_DATA})"
                for name in missing
            )
        )
    if strangers:
        report.notices.append(
            f"{shown}: columns that the contract does not know are ignored: {_listed(strangers)}"
        )
    return found


def _is_value(text: str) -> bool:
    """Whether this can hardly be what a column is called: a number, a day, an e-mail address."""
    return bool(re.match(r"[-+]?\d|.*@", text.strip()))


def _listed(names: list[str]) -> str:
    shown = [name.strip()[:60] or "(no name)" for name in names[:_MOST_NAMES]]
    more = f" and {len(names) - len(shown)} more" if len(names) > len(shown) else ""
    return f"{', '.join(shown)}{more}"


def _likely_names(missing: list[str], strangers: list[str]) -> dict[str, str]:
    """What missing columns are most likely called in this file, each name given to one of them."""
    pairs = sorted(
        ((_likeness(name, stranger), name, stranger) for name in missing for stranger in strangers),
        reverse=True,
    )
    likely: dict[str, str] = {}
    for likeness, name, stranger in pairs:
        if likeness >= 0.6 and name not in likely and stranger not in likely.values():
            likely[name] = stranger
    return {name: f"your '{stranger.strip()[:60]}'" for name, stranger in likely.items()}


def _likeness(ours: str, theirs: str) -> float:
    """From 0 to 1, the order of words left out: `id_venda` is like `venda_id`."""
    theirs = _spelling(theirs[:200])
    in_order = ("_".join(sorted(name.split("_"))) for name in (ours, theirs))
    return max(
        difflib.SequenceMatcher(None, ours, theirs).ratio(),
        difflib.SequenceMatcher(None, *in_order).ratio(),
    )


def _spelling(name: str) -> str:
    """A name as the contract would spell it: `Data Hora`, `data-hora` and `DataHora` alike."""
    plain = unicodedata.normalize("NFKD", re.sub("(?<=[a-z])(?=[A-Z])", "_", name.strip()))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub("[^a-z0-9]+", "_", plain.lower()).strip("_")


def _columns(table: dict, found: dict[str, Column]) -> str:
    """The select list of a raw view: the contract's columns in the contract's order."""
    return ", ".join(
        f'{_expression(column, found.get(column["name"]))} as "{column["name"]}"'
        for column in table["columns"]
    )


def _expression(column: dict, found: Column | None) -> str:
    """SQL for a column of a raw view: as it is where its type is what the contract asks for, else
    as the text that a CSV file would hold. Those of part files are always types that go together.
    """
    if found is None:
        return "cast(null as varchar)"
    name, data_type = found.identifier, re.sub(r"\(.*\)$", "", found.data_type)
    if data_type in _KEPT_TYPES.get(column["data_type"], ()):
        return name
    if data_type in _NUMBERS and column.get("format") == "br_money":
        # with two decimals: of three, the point would be a thousands mark
        return f"coalesce(cast(try_cast({name} as decimal(18, 2)) as varchar), cast({name} as varchar))"
    if data_type in ("FLOAT", "DOUBLE"):
        # a data frame makes 17.0 of an id as soon as one row has none
        return (
            f"case when {name} = trunc({name}) and abs({name}) < 1e15"
            f" then cast(try_cast({name} as bigint) as varchar) else cast({name} as varchar) end"
        )
    if data_type == "BLOB":
        return f"coalesce(try(decode({name})), cast({name} as varchar))"
    if data_type in _WALL_CLOCKS and column.get("format") == "br_timestamp":
        return f"strftime({name}, '%d/%m/%Y %H:%M:%S')"
    return f"cast({name} as varchar)"


def _strangers(root: Path, contract: list[dict]) -> list[str]:
    """What lies in the sources' folders and is not read: most likely a misspelt name."""
    tables = {f"{table['source']}/{table['table']}" for table in contract}
    files = {f"{name}{suffix}" for name in tables for suffix in FORMATS}
    notices = [
        f"{name.partition('/')[2]}: no folder of a source, ignored; move it to {name}"
        for name in sorted(files)
        if (root / name.partition("/")[2]).is_file()
    ]
    for source in sorted({table["source"] for table in contract}):
        for path in sorted((root / source).glob("*")):
            name, ending = f"{source}/{path.stem}", path.suffix
            if _is_hidden(path.name) or (name in tables and ending in FORMATS):
                continue
            if f"{source}/{path.name}" in tables:
                notices += _unread_parts(path, f"{source}/{path.name}")
                continue
            ours = [table["table"] for table in contract if table["source"] == source]
            guess = difflib.get_close_matches(path.stem.lower(), ours, n=1, cutoff=0.75)
            hint = f"; did you mean {source}/{guess[0]}?" if guess else ""
            if name in tables:
                hint = f"; only {' and '.join(FORMATS)} files are read"
            lower = f"{source}/{path.name.lower()}"
            if lower in files and f"{source}/{path.name}" not in files:
                hint = f"; call it {lower}, in lower case"
            notices.append(f"{source}/{path.name}: no table of the contract, ignored{hint}")
    return notices


def _unread_parts(path: Path, name: str) -> list[str]:
    """What is no part file in a folder of part files, in one line."""
    if not path.is_dir():
        return [f"{name}: a file without an ending, ignored; call it {name}.csv or {name}.parquet"]
    unread = [
        part.name
        for part in sorted(path.glob("*"))
        if part.suffix not in FORMATS and not _is_hidden(part.name)
    ]
    if not unread:
        return []
    more = f" and {len(unread) - 1} more" if len(unread) > 1 else ""
    return [
        f"{name}/{unread[0]}{more}: no part files, ignored; only {' and '.join(FORMATS)} are read"
    ]


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    """For all files: making one takes longer than many a file."""
    return duckdb.connect()


def _ask(
    query: str, shown: str, form: str = "", connection: duckdb.DuckDBPyConnection | None = None
) -> list[tuple]:
    try:
        return (connection or _connection()).execute(query).fetchall()
    except duckdb.Error as problem:
        # what a file has broken must not be the fault of the next
        _connection.cache_clear()
        reason = str(problem).splitlines()[0].split(": ", 1)[-1]
        # whose name it is that is not UTF-8 is nobody's business
        reason = re.sub('value ".*" is not valid', "a value is not valid", reason)
        if "state machine" in reason:
            raise Unreadable(
                f"{shown}: its lines do not all end alike, or a quotation mark is out of place;"
                " save it again with one kind of line end"
            ) from None
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


def _one_line(text: str) -> str:
    """A message as one line that any terminal can show, whatever stands in a header or file name."""
    shown = "".join(mark if mark.isprintable() else " " for mark in text)
    return shown if len(shown) <= 1000 else shown[:999] + "…"


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
