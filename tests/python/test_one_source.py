"""One SQL source for four warehouses: what differs between them is a dispatched macro, and each of these
is asked the same on every engine (tests/invariants/every_engine_*).
"""

import re
from collections import defaultdict

import pytest
from conftest import ROOT

ENGINES = ("duckdb", "postgres", "redshift", "bigquery")
SQL = [
    path
    for folder in ("models", "analyses", "tests/invariants", "tests/generic")
    for path in sorted((ROOT / folder).rglob("*.sql"))
]
MACROS = sorted((ROOT / "macros").rglob("*.sql"))
CROSS_DB = [path for path in MACROS if path.parent.name == "cross_db"]
# What the warehouse is called decides, beside dispatched variants, only here: names of schemas, and
# whether a Python model runs.
NAMED = {"generate_schema_name", "probable_links_are_on"}
# What cannot be asked as an expression, and where it is seen instead.
SEEN_ELSEWHERE = {
    "analyzed": "a statement: a post-hook of every build",
    "written_form": "a pattern: `try_cast` reads by it",
    "br_timestamp_form": "a pattern: `parse_br_timestamp` reads by it",
    "written_out": "BigQuery's `try_cast` alone casts what it writes: `a_day_with_slashes`",
    "redshift__type_string": "dbt.type_string() on Redshift: `long_text_is_kept`",
}
BY_WAREHOUSE = re.compile(r"\b(target\.(type|name)|adapter\.type\(\))")


def name(path) -> str:
    return str(path.relative_to(ROOT))


def test_no_sql_asks_which_warehouse_it_runs_on():
    found = [name(path) for path in SQL if BY_WAREHOUSE.search(path.read_text())]
    found += [
        name(path)
        for path in MACROS
        if re.search(r"\btarget\.type|adapter\.type\(\)", path.read_text())
        and path.stem not in NAMED
    ]
    assert found == []
    assert len(SQL) > 200


def test_a_model_has_one_file_but_for_the_stand_ins_of_python():
    """Elsewhere than on DuckDB a stand-in shows what `vitrine.fit` made, and `customer_segments` what the
    SQL twin did.
    """
    files = defaultdict(list)
    for path in sorted((ROOT / "models").rglob("*.*")):
        if path.suffix in (".sql", ".py"):
            files[path.stem].append(path)
    for stem, paths in files.items():
        assert not any(engine in name(path) for path in paths for engine in ENGINES), stem
        if len(paths) > 1:
            assert sorted(path.suffix for path in paths) == [".py", ".sql"], stem
            (stand_in,) = [path for path in paths if path.suffix == ".sql"]
            assert "without_python" in stand_in.parent.name, stem
            sql = stand_in.read_text()
            assert not re.search(r"\b(case|over|group by|union)\b", sql), f"{stem} reckons"
    assert len(files) > 150


def test_what_is_dispatched_differs_somewhere():
    """A dispatch without a variant is none; and Redshift would take PostgreSQL's without one of its own."""
    for path in MACROS:
        sql = path.read_text()
        variants = set(re.findall(r"\{%-? macro (\w+?)__", sql))
        if "adapter.dispatch" in sql:
            assert variants & set(ENGINES), f"{name(path)} dispatches to nothing"
        if "postgres" in variants:
            assert "redshift" in variants, f"{name(path)}: Redshift would take PostgreSQL's"


@pytest.mark.parametrize("path", CROSS_DB, ids=lambda path: path.stem)
def test_a_macro_says_what_it_is_for(path):
    said = re.match(r"\{#-?(.+?)#\}", path.read_text(), re.DOTALL)
    assert said and len(said[1].split()) > 4


def test_every_macro_of_cross_db_is_asked_on_every_engine(project):
    ours = {
        re.sub(rf"^({'|'.join(ENGINES)}|default)__", "", macro.name)
        if macro.name not in SEEN_ELSEWHERE
        else macro.name
        for macro in project.manifest.macros.values()
        if macro.original_file_path.startswith("macros/cross_db/")
    }
    asked = {
        macro.removeprefix("macro.vitrine.")
        for node in project.manifest.nodes.values()
        if node.name.startswith("every_engine_")
        for macro in node.depends_on.macros
    }
    assert sorted(ours - asked - set(SEEN_ELSEWHERE)) == []
    assert sorted(set(SEEN_ELSEWHERE) - ours) == []
