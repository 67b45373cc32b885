"""Redshift's SQL in PostgreSQL's words, as far as the project speaks it.

Only what PostgreSQL cannot read is rewritten here; what it reads but means otherwise is a function or
an aggregate of `redshift_functions.sql`. Distribution and sort keys are left out: PostgreSQL has none.
"""

import re

# Text, quoted names and comments are not to be looked into; dollar quotes hold dbt's comments on tables.
QUOTED = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|--[^\n]*|/\*.*?\*/|\$(\w*)\$.*?\$\1\$", re.DOTALL)
CALL = re.compile(r"\b(try_cast|cast|object|listagg|dateadd|datediff|extract)\s*\(", re.IGNORECASE)
ORDERED = re.compile(r"\s*within\s+group\s*\(", re.IGNORECASE)
DECIMAL = re.compile(r"(?:decimal|numeric)\s*\(\s*\d+\s*,\s*(\d+)\s*\)", re.IGNORECASE)
STORAGE = re.compile(
    r"\bdiststyle\s+(all|even|auto|key)\b|\bdistkey\s*\([^)]*\)"
    r"|(\b(compound|interleaved)\s+)?\bsortkey\s*\([^)]*\)"
)
# A text of no stated length has one on Redshift: 256 bytes.
LENGTHLESS = re.compile(
    r"(\bas\s+|::\s*|[(,]\s*\w+\s+)(?:text|varchar|character varying)\b(?=\s*([,)]|::|not\s+null|$))",
    re.IGNORECASE,
)


def for_postgres(sql: str) -> str:
    """A statement, as PostgreSQL reads it."""
    quoted: list[str] = []

    def put_away(found: re.Match) -> str:
        quoted.append(found[0])
        return f"\x01{len(quoted) - 1}\x02"

    bare = STORAGE.sub("", LENGTHLESS.sub(r"\1varchar(256)", QUOTED.sub(put_away, sql)))
    return re.sub("\x01(\\d+)\x02", lambda found: quoted[int(found[1])], calls_rewritten(bare))


def calls_rewritten(sql: str) -> str:
    """With each call of a function that PostgreSQL lacks, or takes otherwise, in its words."""
    done = []
    while found := CALL.search(sql):
        inside, end = within_brackets(sql, found.end())
        arguments = [calls_rewritten(one.strip()) for one in split(inside, r",")]
        name, tail = found[1].lower(), ""
        if name == "listagg" and (order := ORDERED.match(sql, end)):
            tail, end = within_brackets(sql, order.end())
        done += [sql[: found.start()], called(name, arguments, calls_rewritten(tail))]
        sql = sql[end:]
    return "".join([*done, sql])


def called(name: str, arguments: list[str], order: str) -> str:
    """A call in PostgreSQL's words."""
    first, rest = arguments[0], ", ".join(arguments[1:])
    if name == "listagg":
        return f"string_agg({first}, {rest} {order})"
    if name in ("dateadd", "datediff"):
        return f"{name}('{first}', {rest})"
    if name == "object":
        return f"json_build_object({', '.join(arguments)})"
    if name == "extract":
        return f"extract({re.sub(r'^dayofweek', 'dow', first)})"
    value, data_type = (part.strip() for part in split(", ".join(arguments), r"\b[aA][sS]\b"))
    if data_type == "varbyte":
        return f"convert_to({value}, 'UTF8')"
    if name == "try_cast":
        return f"case when pg_input_is_valid({value}, '{data_type}') then cast({value} as {data_type}) end"
    if data_type.lower().startswith("varchar"):
        value = f"castable({value})"
    if scale := DECIMAL.fullmatch(data_type):
        value = f"cut({value}, {scale[1]})"
    return f"cast({value} as {data_type})"


def within_brackets(sql: str, start: int) -> tuple[str, int]:
    """What stands before the bracket that closes the one opened before start, and where it ends."""
    depth = 1
    for found in re.compile(r"[()]").finditer(sql, start):
        depth += 1 if found[0] == "(" else -1
        if depth == 0:
            return sql[start : found.start()], found.end()
    raise ValueError(f"brackets do not close: {sql[start : start + 80]}")


def split(sql: str, separator: str) -> list[str]:
    """The parts between separators that stand in no bracket."""
    parts, depth, start = [], 0, 0
    for found in re.finditer(rf"[()]|{separator}", sql):
        if found[0] in "()":
            depth += 1 if found[0] == "(" else -1
        elif depth == 0:
            parts.append(sql[start : found.start()])
            start = found.end()
    return [*parts, sql[start:]]
