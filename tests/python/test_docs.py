"""dbt docs: everything is described, public or a step on the way, used by somebody named, and the page
opens.
"""

import csv
import os
import re
import subprocess

import pytest
import yaml
from browser import opened, served
from conftest import ROOT
from published import PUBLISHED
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait
from tools import program

from vitrine import audience_exposures


@pytest.fixture(scope="module")
def docs(project, sample_build, tmp_path_factory):
    """The folder with the static page, the manifest and the catalog."""
    build = project.dbt(
        "docs", "generate", "--static", into=sample_build.database.parent, kept=True
    )
    assert build.success, build.shown
    return project.artifacts


def models(project) -> dict:
    return {n.name: n for n in project.manifest.nodes.values() if n.resource_type == "model"}


def test_what_is_published_is_public_and_steps_are_not(project):
    access = {name: node.access.value for name, node in models(project).items()}
    public = {name for name, how in access.items() if how == "public"}
    assert {table.split(".")[1] for table in PUBLISHED} <= public
    readme = (ROOT / "README.md").read_text()
    table = readme[readme.index("| if you ask") : readme.index("A build scores people")]
    assert (
        set(re.findall(r"`(?:marts|segmentation|insights|campaigns|audit)\.(\w+)`", table))
        <= public
    )
    steps = {
        name for name, node in models(project).items() if node.fqn[1] in ("staging", "identity")
    }
    assert steps.isdisjoint(public)


def test_names_of_unit_tests_fit_postgresql(project):
    """It makes a relation of each, with at most 63 characters."""
    assert [test.name for test in project.manifest.unit_tests.values() if len(test.name) > 63] == []


def test_every_group_has_an_owner_and_every_model_a_group(project):
    groups = {group.name: group.owner.name for group in project.manifest.groups.values()}
    assert all(groups.values())
    assert {node.group for node in models(project).values()} == set(groups)


AREAS = """
select
    target, regexp_replace(model, '^(cancelled|quiet)_', '') as model, is_published,
    max(value) filter (metric = 'auc') as area, max(value) filter (metric = 'events') as events
from insights.propensity_evaluation where package_code = 'all' group by all
"""
# the columns of the table, left to right
ASKED = ("gradient_boosting", "age_band_rate", "recency", "popularity", "shuffled_labels")
ERRORS = """
select
    model || if(bool_or(is_published), ' (published)', '') as model,
    max(value) filter (metric = 'mae') as error, max(value) filter (metric = 'mase') as of_naive,
    max(value) filter (metric = 'coverage_80') as covered, bool_or(is_published) as is_published
from insights.forecast_evaluation group by model
"""


def test_the_figures_of_the_insights_page_are_those_of_the_sample(sample_build):
    page = (ROOT / "docs/insights.md").read_text().replace("`", "")
    areas: dict[str, dict[str, str]] = {}
    for target, model, is_published, area, events in sample_build.rows(AREAS):
        bold = "**" if is_published else ""
        areas.setdefault(target, {"events": f"{events:.0f}"})[model] = f"{bold}{area:.3f}{bold}"
    for target, found in areas.items():
        row = " | ".join([target, *(found[model] for model in ASKED), found["events"]])
        assert f"| {row} |" in page
    for model, error, of_naive, covered, is_published in sample_build.rows(ERRORS):
        bold = "**" if is_published else ""
        of_naive = f"{of_naive:.2f}".removesuffix(".00")
        assert f"| {model} | {bold}{error:.2f}{bold} | {of_naive} | {covered:.3f} |" in page


def test_exposures_of_audiences_are_made_of_the_seed(tmp_path):
    """A campaign of one's own gets its exposure by `make build`."""
    seed = tmp_path / "campaigns.csv"
    columns = "campaign_code,name_pt,name_en,channel"
    seed.write_text(f"{columns}\nMY 1,Minha,My: 'own' #1,sms\n", encoding="utf-8")
    (mine,) = yaml.safe_load(audience_exposures.exposures(seed))["exposures"]
    assert (mine["name"], mine["label"]) == ("audience_my_1", "Audience: My: 'own' #1")
    assert mine["description"].startswith("The list of the campaign `MY 1` (Minha), channel `sms`;")
    seed.write_text(f"{columns}\n")
    assert yaml.safe_load(audience_exposures.exposures(seed)) == {"version": 2, "exposures": []}
    assert audience_exposures.FILE.read_text() == audience_exposures.exposures(
        audience_exposures.SEED
    ), "run `make build`, or `python -m vitrine.audience_exposures`"


def test_every_audience_and_the_report_are_exposures(project):
    exposures = {one.name: one for one in project.manifest.exposures.values()}
    with (ROOT / "seeds/reference/campaigns.csv").open() as file:
        campaigns = {f"audience_{row['campaign_code'].lower()}" for row in csv.DictReader(file)}
    assert set(exposures) == campaigns | {"report"}
    used = set()
    for path in (ROOT / "vitrine/report").glob("*.py"):
        used |= set(
            re.findall(
                r"(?:from|join) (?:marts|segmentation|insights|campaigns|audit|reference)\.(\w+)",
                path.read_text(),
            )
        )
    told = {unique_id.split(".")[-1] for unique_id in exposures["report"].depends_on.nodes}
    assert used == told


def test_the_page_opens_and_shows_models_columns_and_lineage(docs):
    with served(docs) as address, opened() as browser:
        page = f"{address}/static_index.html"
        wait = WebDriverWait(browser, 60)

        def text() -> str:
            return browser.find_element(By.TAG_NAME, "body").text

        browser.get(page)
        wait.until(lambda _: "How it flows" in text())
        browser.get(f"{page}#!/model/model.vitrine.customer_segments")
        wait.until(lambda _: "weekend_share" in text())
        assert "public" in text().lower() and "science" in text()
        browser.get(
            f"{page}#!/model/model.vitrine.customer_segments?g_v=1&g_i=1%2Bcustomer_segments%2B1"
        )
        wait.until(lambda _: browser.find_elements(By.TAG_NAME, "canvas"))
        errors = [
            line["message"] for line in browser.get_log("browser") if line["level"] == "SEVERE"
        ]
        # dbt's page asks for its icons once before it has put their names in: {{ getIcon(…) }}, ${favicon}
        assert [error for error in errors if "%7B" not in error] == []


def test_every_column_is_described(docs):
    tool = program("habits", "dbt-coverage")
    done = subprocess.run(
        [tool, "compute", "doc", "--project-dir", ROOT, "--run-artifacts-dir", docs,
         "--cov-report", docs / "coverage.json", "--cov-fail-under", "1.0"],
        capture_output=True, text=True, env={**os.environ, "COLUMNS": "200"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    assert "100.0%" in done.stdout.splitlines()[-2]


def test_the_habits_of_the_house_are_kept(docs, tmp_path):
    tool = program("habits", "dbt-bouncer")
    rules = (ROOT / "dbt-bouncer.yml").read_text()
    assert "exclude" not in rules
    config = tmp_path / "dbt-bouncer.yml"
    config.write_text(rules.replace("dbt_artifacts_dir: target", f"dbt_artifacts_dir: {docs}"))
    done = subprocess.run(
        [tool, "run", "--config-file", config], capture_output=True, text=True, cwd=ROOT,
        env={**os.environ, "COLUMNS": "200"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:]
    assert "ERROR=0" in done.stdout + done.stderr
