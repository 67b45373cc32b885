"""The audiences of campaigns as files for ad platforms: `make audiences`.

`<campaign_code>.csv` and `.parquet` hold whoever is in the audience today, with the hashes that the
campaign's channel takes and no others. Only the treated have any: a control stands there to be left
alone, and even a file that is uploaded as it is reaches no control. `<campaign_code>.remove.*` lists
the treated who left with the last build and may still be written to. Who withdrew their consent, or
was erased, is in no file at all: they leave a platform when its list is replaced by the new one.
"""

import argparse
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
from dbt.adapters.duckdb import DuckDBConnectionManager
from dbt.cli.main import dbtRunner

from vitrine.summary import DATABASE

INDEX = "audiences.json"
FORMATS = {"csv": "format csv, header", "parquet": "format parquet, compression zstd"}
# A spreadsheet takes a cell that begins so for a formula, and may run it.
FORMULA = r"^[=+\-@\t\r\n]"

# The columns of hashes, and which identifiers of customer_reach each holds.
HASHES = {
    "email_sha256": ("email",),
    "phone_sha256": ("phone",),
    "member_sha256": ("member", "app"),
    "subscriber_sha256": ("subscriber",),
}
PIVOTED = ", ".join(
    f"max(sha256) filter (list_contains({list(kinds)}, identifier)) as {column}"
    for column, kinds in HASHES.items()
)
TREATED = ", ".join(
    f"if(audiences.arm = 'treatment', names.{column}, null) as {column}" for column in HASHES
)
# Consent is asked of the person once more: of everybody, also of those to take off a list. What a
# campaign took that is no row any more nobody knows, so its lists take everything.
ROWS = f"""
create temp table rows as
with taken as (
    select distinct audiences.campaign_code, channels.identifier
    from campaigns.campaign_audiences as audiences
    left join reference.campaigns as seeds on audiences.campaign_code = seeds.campaign_code
    inner join reference.channel_identifiers as channels
        on channels.channel = seeds.channel or seeds.campaign_code is null
),
names as (
    select taken.campaign_code, identifiers.customer_id, {PIVOTED}
    from identifiers inner join taken using (identifier)
    group by all
)
select
    audiences.campaign_code,
    audiences.customer_id,
    audiences.arm,
    audiences.change,
    audiences.joined_on,
    audiences.left_on,
    {TREATED},
    if(audiences.change = 'remove', 'remove', 'address') as list
from campaigns.campaign_audiences as audiences
inner join marts.dim_customers as customers
    on audiences.customer_id = customers.customer_id and customers.marketing_consent
left join names
    on audiences.campaign_code = names.campaign_code
    and audiences.customer_id = names.customer_id
where audiences.change <> 'remove' or audiences.arm = 'treatment'
"""
COUNTS = """
select
    campaign_code, list, count_if(arm = 'treatment'), count_if(arm = 'control'),
    count(email_sha256), count(phone_sha256), count(member_sha256), count(subscriber_sha256)
from rows group by all order by all
"""
LIST = """
select {columns} from rows where campaign_code = ? and list = ? order by customer_id
"""
UNADDRESSED = """
select campaign_code, status, unreachable, capped, too_few
from campaigns.campaign_summary order by campaign_code
"""
# dbt would show the statement otherwise.
COMPILE = ("compile", "--select", "audience_identifiers", "--log-level", "none")
# Why a campaign has no audience, in words.
STATUSES = {
    "over": "its last day has passed",
    "too_few": "fewer may be addressed than min_audience_size",
    "nobody_fits": "nobody is its target",
}


@dataclass(frozen=True)
class Written:
    """A list of a campaign: its files' name without the ending, and how many are in it."""

    campaign_code: str
    stem: str
    treated: int
    controls: int
    emails: int
    phones: int
    members: int
    subscribers: int


def main() -> int:
    """Writes the files and says what to do with them; 1 where there is nothing to read."""
    parser = argparse.ArgumentParser(description="The audiences of campaigns as files.")
    parser.add_argument("--into", type=Path, default=Path("target/audiences"))
    into = parser.parse_args().into
    target = os.environ.get("VITRINE_TARGET", "duckdb")
    path = Path(os.environ.get("VITRINE_DUCKDB_PATH", DATABASE))
    if target != "duckdb":
        print(
            f"audiences are exported from DuckDB; on {target} unload campaigns.campaign_audiences"
            " and hash identifiers where they lie (docs/campaigns.md)",
            file=sys.stderr,
        )
        return 1
    if not path.is_file():
        print(f"{path}: there is no database; run `make build` first", file=sys.stderr)
        return 1
    try:
        for line in export(path, identifiers_statement(), into):
            print(line, flush=True)
    except duckdb.CatalogException:
        print(f"{path}: there are no campaigns in it; run `make build` first", file=sys.stderr)
        return 1
    except (duckdb.Error, OSError, RuntimeError, ValueError) as problem:
        # identifiers come from the raw files, which must be where the build found them
        print(f"{problem}\nNothing was exported; earlier files are as they were.", file=sys.stderr)
        return 1
    return 0


def identifiers_statement() -> str:
    """The SQL of analyses/audience_identifiers.sql, in which dbt has put its macros.

    Raises RuntimeError with dbt's reason.
    """
    try:
        found = dbtRunner().invoke([*COMPILE])
    finally:
        # DuckDB gives one process one way to open a file, and the export opens it to read
        DuckDBConnectionManager.close_all_connections()
    if not found.success:
        raise RuntimeError(f"the query for identifiers cannot be compiled: {found.exception}")
    return found.result.results[0].node.compiled_code


def export(database: Path, identifiers: str, into: Path) -> Iterator[str]:
    """Writes every list of a built database into a folder, and yields a line for each.

    All is written aside first and then moved to its place, so a failure leaves the earlier files.
    Files of earlier exports that nothing takes the place of are removed; others are let alone. The
    same database gives the same bytes.

    Raises duckdb.Error or OSError where something cannot be read or written, and ValueError where
    two campaigns would share a file.
    """
    # one thread, so that a Parquet file is cut into the same groups of rows each time
    with duckdb.connect(str(database), read_only=True, config={"threads": "1"}) as connection:
        (as_of,) = connection.execute("select as_of_date from marts.as_of").fetchone()
        yield f"Audiences as of {as_of}: reading consents and hashing identifiers"
        connection.execute(f"create temp table identifiers as {identifiers}")
        connection.execute(ROWS)
        into.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=".partial-", dir=into))
        try:
            lists = _write(connection, aside)
            stale = _replace(aside, into)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        for one in lists:
            yield _line(one)
        for name in stale:
            yield f"  {name}: removed, since its campaign has no such list any more"
        yield from _without_audience(connection, {one.campaign_code for one in lists})
    yield _ending(into, bool(lists), bool(stale))


def _write(connection: duckdb.DuckDBPyConnection, aside: Path) -> list[Written]:
    lists, stems = [], {}
    for code, kind, *counts in connection.execute(COUNTS).fetchall():
        stem = file_stem(code) + (".remove" if kind == "remove" else "")
        # some file systems do not tell A from a
        if stems.setdefault(stem.lower(), code) != code:
            raise ValueError(
                f"campaigns '{stems[stem.lower()]}' and '{code}' would share a file; rename one"
            )
        for ending, options in FORMATS.items():
            query = LIST.format(columns=_columns(ending))
            connection.execute(
                f"copy ({query}) to '{str(aside / stem).replace(chr(39), chr(39) * 2)}.{ending}'"
                f" ({options})",
                [code, kind],
            )
        lists.append(Written(code, stem, *counts))
    return lists


def file_stem(campaign_code: str) -> str:
    """A name that no folder or device has, one for each code: other characters than letters,
    digits, _ and - as %XX.
    """
    return re.sub(
        r"[^A-Za-z0-9_-]",
        lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()),
        campaign_code,
    )


def _columns(ending: str) -> str:
    """The columns of a file; texts of a CSV file, which spreadsheets open, are made harmless."""
    texts = ["campaign_code", "customer_id", "arm", "change"]
    if ending == "csv":
        texts = [
            f"if(regexp_matches({text}, '{FORMULA}'), '''' || {text}, {text}) as {text}"
            for text in texts
        ]
    return ", ".join([*texts, "joined_on", "left_on", *HASHES])


def _replace(aside: Path, into: Path) -> list[str]:
    """Moves files to their places; returns those of earlier exports that were removed.

    The index names every file of ours at every moment, so that none is forgotten if this is cut
    short, and nobody else's is ever removed.
    """
    index = into / INDEX
    earlier = set(json.loads(index.read_text())) if index.is_file() else set()
    new = {path.name for path in aside.iterdir()}
    stale = sorted(name for name in earlier - new if Path(name).name == name)
    _save(index, earlier | new, aside)
    for name in sorted(new):
        os.replace(aside / name, into / name)
    for name in stale:
        (into / name).unlink(missing_ok=True)
    _save(index, new, aside)
    return stale


def _save(index: Path, names: set[str], aside: Path) -> None:
    draft = aside / INDEX
    draft.write_text(json.dumps(sorted(names), indent=1) + "\n")
    os.replace(draft, index)


def _line(one: Written) -> str:
    if one.stem.endswith(".remove"):
        return f"  {one.stem}: {one.treated:,} to take off the list"
    known = {
        "e-mail": one.emails,
        "phone": one.phones,
        "member's number": one.members,
        "subscriber's number": one.subscribers,
    }
    by = ", ".join(f"{people:,} by {name}" for name, people in known.items() if people)
    return (
        f"  {one.stem}: {one.treated:,} to address ({by or 'none with a hash'}),"
        f" {one.controls:,} to leave alone"
    )


def _without_audience(connection: duckdb.DuckDBPyConnection, exported: set[str]) -> Iterator[str]:
    for code, status, *parts in connection.execute(UNADDRESSED).fetchall():
        if code not in exported:
            reason = STATUSES.get(status, "everybody who fits may not be addressed")
            if status == "too_few":
                reason = _why_too_few(*parts)
            yield f"  {file_stem(code)}: no audience, {reason}"


def _why_too_few(unreachable: int | None, capped: int | None, left: int | None) -> str:
    """In words; counts of few people are withheld, which is None."""
    if not unreachable:
        return STATUSES["too_few"]
    if left == 0 and capped == 0:
        return "its channel reaches nobody who may be addressed"
    return f"{STATUSES['too_few']}; its channel cannot reach {unreachable:,} more"


def _ending(into: Path, has_lists: bool, has_stale: bool) -> str:
    emptied = " Empty the lists of the campaigns that have no file any more." if has_stale else ""
    if not has_lists:
        return f"No campaign has an audience, so there is nothing to upload.{emptied}"
    return (
        f"The files are in {into}.\n"
        "Next: on each platform replace the campaign's list by the rows of its file that have a hash"
        " (adding alone\nwould keep people who withdrew their consent), take off who is in"
        f" .remove, and delete copies.{emptied}\n"
        "After the next build: make audiences again."
    )


if __name__ == "__main__":
    sys.exit(main())
