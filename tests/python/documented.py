"""What docs/warehouses.md tells people to do, done."""

import os
import re
import subprocess
import sys
from pathlib import Path

import postgres
from conftest import ROOT

from vitrine import pii_key

# What PostgreSQL gives everybody by itself, taken back so that grants are what counts; whoever has a
# password may connect to Redshift.
NOBODYS = {"PostgreSQL": "all", "Redshift": "create, temporary"}
PAGE = (ROOT / "docs" / "warehouses.md").read_text(encoding="utf-8")


def blocks(section: str, kind: str) -> list[str]:
    """The fenced blocks of a section of the page, by the word after their fence."""
    (text,) = re.findall(rf"^## {section}.*?\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE)
    return re.findall(rf"^ *```{kind}\n(.*?)^ *```$", text, re.DOTALL | re.MULTILINE)


def load(raw: Path, section: str, settings: dict[str, str]) -> None:
    """Raw tables made and filled by a role `loader`, and the key, as the section PostgreSQL says."""
    database = settings["VITRINE_PG_DATABASE"]
    with postgres.connected(settings) as connection, connection.cursor() as cursor:
        cursor.execute(f"revoke {NOBODYS[section]} on database {database} from public")
        cursor.execute("create role loader login")
        cursor.execute(f"grant connect, create on database {database} to loader")
    (script,) = blocks("PostgreSQL", "sh")
    environment = {
        **os.environ, **settings, "VITRINE_PG_USER": "loader", "PGUSER": "loader",
        "PGHOST": settings["VITRINE_PG_HOST"], "PGDATABASE": database,
        "PATH": f"{Path(sys.executable).parent}:{postgres.programs()}:{os.environ['PATH']}",
        "DBT_PROJECT_DIR": str(ROOT), "DBT_PROFILES_DIR": str(ROOT),
    }  # fmt: skip
    done = subprocess.run(
        ["bash", "-ec", script], cwd=raw, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0 and "ERROR" not in done.stderr, done.stdout + done.stderr
    statements = pii_key.statements(str(raw))
    psql = ["psql", "-qv", "ON_ERROR_STOP=1"]
    subprocess.run(psql, input=statements, env=environment, check=True, text=True)


def grant(section: str, number: int, settings: dict[str, str]) -> None:
    """The SQL of a section, by its place, said by somebody who may give what it gives."""
    with postgres.connected(settings) as connection, connection.cursor() as cursor:
        cursor.execute(blocks(section, "sql")[number])
