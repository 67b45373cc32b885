"""BigQuery's API on this machine: PyPI `crucible-emulator`, which answers from DuckDB what dbt-bigquery asks.

That a build runs there shows that the adapter's statements, in their order, over its own client, are ones
that such an API takes. What BigQuery computes it does not show: Google's executor does (executed.py).
"""

import csv
import datetime
import io
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from compiled import OFFLINE
from tools import program

from vitrine import pii_key

SERVER = Path(__file__).with_name("emulated_server.py")


@contextmanager
def served(statements: Path) -> Iterator[dict[str, str]]:
    """Starts an emulator with nothing in it; yields the settings by which dbt finds it. Every statement
    that it is asked is a line of a file, as JSON.
    """
    python = str(program("emulator", "python"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [python, str(SERVER), str(port), str(statements)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/_crucible/health", server)
        yield OFFLINE | {
            "BIGQUERY_EMULATOR_HOST": f"http://127.0.0.1:{port}",
            "VITRINE_TARGET": "bigquery",
            "VITRINE_BIGQUERY_LOCATION": "US",
        }
    finally:
        server.terminate()
        server.wait()


def wait_for(address: str, server: subprocess.Popen) -> None:
    for _ in range(300):
        assert server.poll() is None, "the emulator did not start"
        try:
            urllib.request.urlopen(address).close()
            return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(address)


def connected(settings: dict[str, str]):
    from google.auth.credentials import AnonymousCredentials
    from google.cloud import bigquery

    return bigquery.Client(
        project=settings["VITRINE_BIGQUERY_PROJECT"],
        credentials=AnonymousCredentials(),
        client_options={"api_endpoint": settings["BIGQUERY_EMULATOR_HOST"]},
    )


def load(raw: Path, settings: dict[str, str]) -> None:
    """What a loader does: load jobs of CSV files into raw tables of STRING, and of the key of the folder."""
    with connected(settings) as client:
        for dataset in ("raw_mall", "raw_streaming", "vault"):
            client.create_dataset(dataset)
        for path in sorted(raw.glob("mall/*.csv")) + sorted(raw.glob("streaming/*.csv")):
            load_file(client, path.read_bytes(), f"raw_{path.parent.name}.{path.stem}")
        load_file(client, pii_key.table(str(raw)).encode(), "vault.pii_key")


def load_file(client, data: bytes, table: str) -> None:
    from google.cloud import bigquery

    header = next(csv.reader(io.StringIO(data.decode())))
    config = bigquery.LoadJobConfig(
        source_format="CSV",
        skip_leading_rows=1,
        schema=[bigquery.SchemaField(column, "STRING") for column in header],
        write_disposition="WRITE_TRUNCATE",
    )
    client.load_table_from_file(io.BytesIO(data), table, job_config=config).result()


def fetched(table: str, settings: dict[str, str]) -> tuple[list[str], list[tuple]]:
    """Columns and rows of a table, times without the zone that all of them are in."""
    with connected(settings) as client:
        found = client.query(f"select * from {OFFLINE['VITRINE_SCHEMA']}_{table}").result()
        names = [field.name for field in found.schema]
        return names, [tuple(map(without_zone, row.values())) for row in found]


def without_zone(value):
    return value.replace(tzinfo=None) if isinstance(value, datetime.datetime) else value
