"""The queries of analyses/ run on what the sample build made, so that none rots unread."""

from pathlib import Path

import duckdb
import pytest
from conftest import ROOT

ANALYSES = sorted(path.stem for path in (ROOT / "analyses").glob("*.sql"))
# One build knows one day, and there is no drift within a day.
EMPTY_AFTER_ONE_BUILD = {"segment_drift"}


@pytest.fixture(scope="module")
def compiled(project, sample_build) -> Path:
    assert sample_build.success, sample_build.shown
    build = project.dbt("compile", "--select", "path:analyses", into=sample_build.database.parent)
    assert build.success, build.shown
    return project.artifacts / "compiled" / "vitrine" / "analyses"


@pytest.mark.parametrize("name", ANALYSES)
def test_an_analysis_runs_and_has_something_to_say(compiled, sample_build, name):
    with duckdb.connect(str(sample_build.database), read_only=True) as connection:
        rows = connection.execute((compiled / f"{name}.sql").read_text()).fetchall()
    assert bool(rows) == (name not in EMPTY_AFTER_ONE_BUILD)


@pytest.mark.parametrize("name", [name for name in ANALYSES if name != "audience_identifiers"])
def test_dbt_show_shows_every_column_of_an_analysis_by_its_whole_name(compiled, sample_build, name):
    """It prints six columns, of twenty characters each, and three dots for what is beyond."""
    with duckdb.connect(str(sample_build.database), read_only=True) as connection:
        found = connection.execute((compiled / f"{name}.sql").read_text()).description
    columns = [column for column, *_ in found]
    assert len(columns) <= 6 and max(map(len, columns)) <= 20, columns


def test_every_analysis_is_described(project):
    analyses = {
        node.name: node.description
        for node in project.manifest.nodes.values()
        if node.resource_type == "analysis"
    }
    assert sorted(analyses) == ANALYSES
    assert all(analyses.values()), analyses
