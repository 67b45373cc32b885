"""What dbt-duckdb loads beside the database: thread and memory settings, a plain word where the
database cannot be opened, and the functions that the hooks call.

dbt-duckdb finds the class by its name, `Plugin`, and calls it as below; nothing of dbt is imported.
"""

import json
import os
import re
import shutil
from contextlib import suppress
from pathlib import Path

import duckdb

from vitrine import pii_key, raw_files, seed_files

# Of the machine's memory, where nothing else is said. DuckDB would take 80 %, and the Python models
# beside it need room as well.
MEMORY = "33%"
EXAMPLES = {"threads": "4", "memory_limit": "6GB"}
# A build that begins on a nearly full disk would stop half-way; the smallest one needs this much.
_FREE_BYTES = 50 << 20


class Plugin:
    """dbt-duckdb's plugin interface (dbt.adapters.duckdb.plugins.BasePlugin), the parts that
    Vitrine uses.
    """

    def __init__(self, name, plugin_config, credentials=None):
        self.name = name
        self.opened = None

    def update_connection_config(self, creds, config):
        """Adds threads and memory to DuckDB's configuration (`limits`), and opens the database,
        which dbt-duckdb is about to do.

        Raises RuntimeError with one line that names what is wrong: of that class dbt shows the
        message, of DuckDB's own errors the traceback. DuckDB gives everybody in a process one
        instance of a file, so what is opened here is what dbt-duckdb gets: nobody can come between.
        """
        given = limits()
        for setting, value in given.items():
            try:
                duckdb.connect(config={setting: value}).close()
            except duckdb.Error:
                raise RuntimeError(
                    f"VITRINE_{setting.upper()}: DuckDB cannot use '{value}';"
                    f" write it as {EXAMPLES[setting]}"
                ) from None
        config.update(given)
        path = creds.path
        if path == ":memory:" or "://" in path or path.startswith("md:"):
            return
        obstacle = _obstacle(Path(path))
        if obstacle:
            raise RuntimeError(f"VITRINE_DUCKDB_PATH: {obstacle}")
        try:
            self.opened = duckdb.connect(path, config=config)
        except duckdb.Error as problem:
            raise RuntimeError(f"VITRINE_DUCKDB_PATH: {_plainly(path, problem)}") from None

    def configure_connection(self, conn):
        """Registers the functions behind the on-run-start hooks (macros/config/check_seeds.sql,
        macros/raw/register_raw_files.sql), and has DuckDB keep the memory that it once got: given
        back and asked for again for every table, it is cleared by the system every time.
        """
        if self.opened is not None:
            self.opened.close()
            self.opened = None
        # a limit beyond the machine's memory leaves that as it was
        with suppress(duckdb.InvalidInputException):
            conn.execute("set block_allocator_memory = '100%'")
        for name, function, parameters in (
            ("vitrine_inspect_raw", _inspect_raw, ["VARCHAR", "VARCHAR"]),
            ("vitrine_inspect_seeds", _inspect_seeds, ["VARCHAR", "VARCHAR"]),
            ("vitrine_pii_pad", pii_key.pad, ["VARCHAR", "VARCHAR"]),
        ):
            conn.create_function(name, function, parameters, "VARCHAR", side_effects=True)

    def configure_cursor(self, cursor):
        """Nothing to do: functions are seen by every cursor."""


def limits() -> dict[str, str]:
    """DuckDB's configuration: `VITRINE_THREADS` where it is set, `VITRINE_MEMORY_LIMIT` or our share."""
    given = {
        "threads": os.environ.get("VITRINE_THREADS"),
        "memory_limit": os.environ.get("VITRINE_MEMORY_LIMIT") or MEMORY,
    }
    return {setting: value for setting, value in given.items() if value}


def _obstacle(path: Path) -> str | None:
    """What will keep a build from writing its database, where that can be known before."""
    folder = path.parent
    if not folder.is_dir():
        return f"there is no folder '{folder}'; make it, or name another file"
    if path.is_dir():
        return f"'{path}' is a folder; name a file in it"
    for place in (path, folder):
        if place.exists() and not os.access(place, os.W_OK):
            what = "file" if place == path else "folder"
            return f"the {what} '{place}' cannot be written; change its permissions, or name another file"
    free = shutil.disk_usage(folder).free
    if free < _FREE_BYTES:
        return (
            f"the disk of '{folder}' has {free >> 20} MB left, too little for a build;"
            " make room, or name a file on another disk"
        )
    return None


def _plainly(path: str, problem: duckdb.Error) -> str:
    """DuckDB's reason for not opening a file, in words that say what to do about it."""
    reason = str(problem).splitlines()[0].split(": ", 1)[-1]
    if "lock on file" in reason:
        holder = re.search(r"PID (\d+)", reason)
        who = f" (process {holder.group(1)})" if holder else ""
        return (
            f"'{path}' is in use by another build or program{who}, and nothing was changed;"
            " wait until it is done or close it, then try again"
        )
    if "Permission denied" in reason or "Read-only" in reason:
        return f"the file '{path}' cannot be opened; change its permissions, or name another file"
    return (
        f"'{path}' cannot be opened as a DuckDB database ({reason});"
        " bring back a copy of it, or move it away and build anew"
    )


def to_read(path: Path) -> duckdb.DuckDBPyConnection:
    """A built database, opened for reading alone.

    Raises RuntimeError with one line that names what is wrong.
    """
    try:
        return duckdb.connect(str(path), read_only=True)
    except duckdb.Error as problem:
        raise RuntimeError(f"VITRINE_DUCKDB_PATH: {_plainly(str(path), problem)}") from None


def _inspect_seeds(root: str, seeds: str) -> str:
    """What `seed_files.inspect` found, as JSON."""
    return json.dumps(seed_files.inspect(root, json.loads(seeds)))


def _inspect_raw(folder: str, contract: str) -> str:
    """What `raw_files.inspect` found, as JSON; a key that cannot be used is an error like others. Where
    the build stops anyway, as in a folder that was mistyped, no key is made.
    """
    found = raw_files.inspect(folder, json.loads(contract))
    had_key = pii_key.is_there(folder)
    if found["errors"] and not had_key:
        return json.dumps(found)
    try:
        pii_key.resolve(folder)
        if not had_key:
            found["notices"].append(
                f"{pii_key.KEY_FILE.absolute()}: a key for personal data was made; keep it, since"
                " customer ids come from it (README, 'Personal data')"
            )
    except ValueError as problem:
        found["errors"].append(str(problem))
    except OSError as problem:
        found["errors"].append(
            f"{pii_key.KEY_FILE}: the key for personal data cannot be written ({problem.strerror});"
            " name a key file in VITRINE_PII_KEY_FILE"
        )
    return json.dumps(found)
