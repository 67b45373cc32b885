"""A PostgreSQL server for the tests: its binaries come with the wheel `pgserver`, it listens on a
socket in a folder of its own and on no port, and it ends with the `with` block.
"""

import csv
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml
from conftest import ROOT

from vitrine import pii_key

DATABASE = "vitrine"


@contextmanager
def served() -> Iterator[dict[str, str]]:
    """Starts a server with an empty database; yields the settings by which dbt finds it."""
    import pgserver
    import psycopg2

    with tempfile.TemporaryDirectory(prefix="vitrine-postgres-") as folder:
        server = pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            host = str(Path(folder) / "data")
            connection = psycopg2.connect(host=host, user="postgres", dbname="postgres")
            connection.autocommit = True
            connection.cursor().execute(f"create database {DATABASE}")
            connection.close()
            yield {
                "VITRINE_TARGET": "postgres",
                "VITRINE_PG_HOST": host,
                "VITRINE_PG_DATABASE": DATABASE,
            }
        finally:
            server.cleanup()


def programs() -> Path:
    """Where the wheel keeps `psql`."""
    import pgserver

    return Path(pgserver.__file__).parent / "pginstall" / "bin"


def connected(settings: dict[str, str]):
    import psycopg2

    connection = psycopg2.connect(
        host=settings["VITRINE_PG_HOST"], user="postgres", dbname=settings["VITRINE_PG_DATABASE"]
    )
    connection.autocommit = True
    return connection


def load(raw: Path, settings: dict[str, str]) -> None:
    """What a loader does: CSV files into raw tables whose columns are text, and the key of the
    folder into `vault.pii_key`.
    """
    with connected(settings) as connection, connection.cursor() as cursor:
        for source in ("mall", "streaming"):
            cursor.execute(f"create schema raw_{source}")
            for table, columns in tables_of(source):
                described = ", ".join(f'"{column}" text' for column in columns)
                cursor.execute(f"create table raw_{source}.{table} ({described})")
                file = raw / source / f"{table}.csv"
                if file.exists():
                    header = next(csv.reader(file.open(encoding="utf-8")))
                    with file.open(encoding="utf-8") as rows:
                        cursor.copy_expert(
                            f"copy raw_{source}.{table} ({', '.join(header)}) from stdin csv header",
                            rows,
                        )
        cursor.execute(pii_key.statements(str(raw)))


def tables_of(source: str) -> list[tuple[str, list[str]]]:
    """Raw tables and their columns, as the source yml has them."""
    path = ROOT / "models" / "staging" / source / f"_{source}__sources.yml"
    (found,) = [one for one in yaml.safe_load(path.read_text())["sources"] if one["name"] == source]
    return [
        (table["name"], [column["name"] for column in table["columns"]])
        for table in found["tables"]
    ]


def ran(command: list[str], settings: dict[str, str]) -> str:
    """What a command of the environment said; fails with it where the command fails."""
    program = [str(Path(sys.executable).with_name(command[0])), *command[1:]]
    done = subprocess.run(
        program, cwd=ROOT, env={**os.environ, **settings}, capture_output=True, text=True
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said[-6000:]
    return said
