"""What dbt makes of the project for a warehouse that is not there: `python compiled.py bigquery folder`.

The adapter is the real one, offline. Where SQL depends on whether a table exists already, which it
asks the warehouse, the answer is given: no table exists (`nothing`), or every one does
(`everything`). A process of its own, since dbt keeps one adapter of a kind for a process.
"""

import argparse
import importlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import ROOT, Project, without_debug_events

# No network is used; these only have to be there for the adapters to be made.
OFFLINE = {
    "VITRINE_BIGQUERY_METHOD": "oauth-secrets",
    "VITRINE_BIGQUERY_TOKEN": "none",
    "VITRINE_BIGQUERY_PROJECT": "local",
    "VITRINE_SCHEMA": "analytics",
}


@dataclass
class Compiled:
    """The manifest of an offline compile; `nodes` in an order in which they could be built."""

    manifest: dict

    @property
    def nodes(self) -> list[dict]:
        # a disabled test of a disabled model is listed all the same
        nodes = {k: v for k, v in self.manifest["nodes"].items() if v["config"]["enabled"]}
        done = {}

        def visit(key):
            if key in nodes and key not in done:
                done[key] = None
                for parent in sorted(nodes[key]["depends_on"].get("nodes", [])):
                    visit(parent)
                done[key] = done.pop(key) or nodes[key]

        for key in sorted(nodes):
            visit(key)
        return list(done.values())

    def of(self, *kinds: str) -> list[dict]:
        return [node for node in self.nodes if node["resource_type"] in kinds]


def compiled(
    target: str, folder: Path, there: tuple[str, ...] = ("nothing", "everything")
) -> list[Compiled]:
    """All models, tests and analyses compiled for a target: for each of what may be there."""
    command = [sys.executable, __file__, target, str(folder), *there]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **OFFLINE}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return [Compiled(json.loads((folder / one / "manifest.json").read_text())) for one in there]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("target")
    parser.add_argument("folder", type=Path)
    parser.add_argument("there", nargs="+", choices=["nothing", "everything"])
    given = parser.parse_args()

    adapter = importlib.import_module(f"dbt.adapters.{given.target}").Plugin.adapter
    adapter.get_columns_in_relation = lambda adapter, relation: []
    relations = {
        "nothing": lambda adapter, *name: None,
        "everything": lambda adapter, database, schema, identifier: adapter.Relation.create(
            database=database, schema=schema, identifier=identifier, type="table"
        ),
    }
    without_debug_events(pytest.MonkeyPatch())
    project = Project(given.folder)
    result, lines = project.invoke("parse", "--target", given.target)
    project.manifest = result.result
    for one in given.there:
        if result.success:
            adapter.get_relation = relations[one]
            project.artifacts = given.folder / one
            result, lines = project.invoke(
                "compile", "--target", given.target, "--no-populate-cache", "--no-introspect"
            )
    if not result.success:
        print(*lines, sep="\n")
    return 0 if result.success else 1


if __name__ == "__main__":
    sys.exit(main())
