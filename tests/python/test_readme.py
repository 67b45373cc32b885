"""The READMEs say what is so: the excerpt is what a build prints, both languages name the same
things, and whatever they name is there.
"""

import re
import sys

import duckdb
import pytest
import yaml
from conftest import ROOT

from vitrine import summary

ENGLISH, PORTUGUESE = "README.md", "README.pt-BR.md"
READMES = [ENGLISH, PORTUGUESE]
PAGES = [*READMES, "CONTRIBUTING.md", "CHANGELOG.md", "docs/dependencies.md"]
FOLDERS = re.compile(r"(analyses|docs|macros|models|seeds|tests|vitrine)/")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def text_of(page: str) -> str:
    return (ROOT / page).read_text()


def excerpt_of(page: str) -> str:
    return (
        summary.MARKERS.search(text_of(page)).group().removeprefix("```\n").removesuffix("\n```\n")
    )


def own_words(page: str) -> str:
    """The page without the excerpt, which the build wrote."""
    return summary.MARKERS.sub("", text_of(page))


def blocks(page: str) -> list[tuple[str, str]]:
    """Language and text of each code block."""
    return FENCE.findall(own_words(page))


def spans(page: str) -> list[str]:
    """What stands between single backticks."""
    return re.findall(r"`([^`\n]+)`", FENCE.sub("", own_words(page)))


def commands(page: str) -> str:
    return "\n".join([*spans(page), *(block for _, block in blocks(page))])


@pytest.mark.parametrize("page", READMES)
def test_the_excerpt_is_what_a_build_of_the_sample_prints(page, sample_build, monkeypatch, capsys):
    assert sample_build.success, sample_build.shown
    monkeypatch.setenv("VITRINE_DUCKDB_PATH", str(sample_build.database))
    monkeypatch.setattr(sys, "argv", ["summary"])
    assert summary.main() == 0
    printed = capsys.readouterr().out
    assert printed.startswith(f"\n{excerpt_of(page)}\n\n"), (
        f"{page} shows another excerpt: run `make readme`, which puts this there:\n{printed}"
    )


def test_both_languages_have_the_same_structure():
    levels = {page: re.findall(r"^#+(?= )", FENCE.sub("", text_of(page)), re.M) for page in READMES}
    assert levels[ENGLISH] == levels[PORTUGUESE]
    rows = {page: re.findall(r"^\|", text_of(page), re.M) for page in READMES}
    assert len(rows[ENGLISH]) == len(rows[PORTUGUESE])


def test_both_languages_have_the_same_commands():
    assert code_of(ENGLISH) == code_of(PORTUGUESE)


def code_of(page: str) -> list[list[str]]:
    """The code blocks without what is translated: comments, the words of the picture and of the
    tree (a name and two spaces or more).
    """
    return [
        [
            word
            for line in block.splitlines()
            for word in re.split(r"\s{2,}", line.split(" # ")[0].strip())
            if re.match(r"[a-z_]+/|[A-Z_]+=|make |dbt |python ", word)
        ]
        for language, block in blocks(page)
        if language != "mermaid"
    ]


def test_both_languages_name_the_same_things():
    assert set(spans(ENGLISH)) ^ set(spans(PORTUGUESE)) == set()


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page):
    broken = []
    for link in re.findall(r"\]\(([^)]+)\)", own_words(page)):
        path, _, anchor = link.partition("#")
        if "://" in link:
            continue
        target = (ROOT / page).parent / path if path else ROOT / page
        if not target.exists() or (anchor and anchor not in anchors(target.read_text())):
            broken.append(link)
    assert broken == []


def test_every_picture_is_shown_and_light():
    shown = {page: set(re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text_of(page))) for page in READMES}
    assert {link.replace(".pt-BR", "") for link in shown[PORTUGUESE]} == shown[ENGLISH]
    pictures = {f"docs/pictures/{path.name}": path for path in (ROOT / "docs/pictures").iterdir()}
    assert set(pictures) == shown[ENGLISH] | shown[PORTUGUESE]
    assert max(path.stat().st_size for path in pictures.values()) < 100_000


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", text), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES)
def test_every_file_and_folder_that_is_named_is_there(page):
    linked = set(re.findall(r"\[`([^`]+)`\]\(", own_words(page)))
    named = {
        span
        for span in set(spans(page)) - linked
        if FOLDERS.match(span) or re.fullmatch(r"\w+\.(csv|md|py|sql|toml|txt|yml)", span)
    }
    in_blocks = {word.removesuffix(".bak") for _, block in blocks(page) for word in block.split()}
    named |= set(filter(FOLDERS.match, in_blocks))
    missing = sorted(name for name in named if not any(map(is_there, alternatives(name))))
    assert missing == []


def alternatives(name: str) -> list[str]:
    """`models/{staging,marts}` names two paths; a seed is named without its folder."""
    before, brace, rest = name.partition("{")
    within, _, after = rest.partition("}")
    paths = [f"{before}{part}{after}" for part in within.split(",")] if brace else [name]
    return [" ".join(paths), f"seeds/reference/{name}"]


def is_there(paths: str) -> bool:
    return all((ROOT / path).exists() for path in paths.split())


@pytest.mark.parametrize("page", PAGES)
def test_every_make_target_that_is_named_is_there(page):
    targets = set(re.findall(r"^([a-z-]+):", text_of("Makefile"), re.M))
    named = set(re.findall(r"\bmake ([a-z-]+)\b", commands(page)))
    assert named - targets == set()


@pytest.mark.parametrize("page", PAGES)
def test_every_environment_variable_that_is_named_is_read(page):
    sources = [ROOT / "profiles.yml", *(ROOT / "macros").rglob("*.sql")]
    sources += (ROOT / "vitrine").rglob("*.py")
    read = set(re.findall(r"VITRINE_[A-Z_]+", "\n".join(path.read_text() for path in sources)))
    assert set(re.findall(r"VITRINE_[A-Z_]+", own_words(page))) - read == set()


@pytest.mark.parametrize("page", READMES)
def test_every_var_is_named_with_its_default(page):
    vars_of_the_project = yaml.safe_load(text_of("dbt_project.yml"))["vars"]
    table = own_words(page).split("`as_of_date` |")[1].split("\n\n")[0]
    named = dict(re.findall(r"^\| `(\w+)` \|.*\| `?([^`|]+)`? \|$", table, re.M))
    # no day and no name given is said in words
    unset = {"as_of_date", "known_at", "mall_name"}
    assert unset - {"as_of_date"} <= named.keys()
    named |= dict.fromkeys(unset)
    written = {True: "true", False: "false", None: None}
    # no knob: a build that is given it stops, since check_vars knows no such var
    del vars_of_the_project["column_types"]
    defaults = {
        name: written[value] if value is None or isinstance(value, bool) else str(value)
        for name, value in vars_of_the_project.items()
    }
    assert defaults == named
    assert set(re.findall(r"--vars \"\{(\w+):", commands(page))) <= set(vars_of_the_project)


@pytest.mark.parametrize("page", READMES)
def test_every_seed_that_a_business_person_would_change_is_named(page):
    named = set(re.findall(r"`(\w+\.csv)`", own_words(page)))
    assert {path.name for path in (ROOT / "seeds/reference").glob("*.csv")} - named == set()


@pytest.mark.parametrize("page", READMES)
def test_every_raw_table_is_named_with_the_columns_it_must_have(page, project):
    named = {
        table: set(re.findall(r"`(\w+)`", columns))
        for table, columns in re.findall(
            r"^\| `(\w+/\w+)` \|[^|]*\|([^|]*)\|", own_words(page), re.M
        )
    }
    contract = {
        f"{source.source_name}/{source.name}": {
            column.name for column in source.columns.values() if column.config.meta.get("required")
        }
        for source in project.manifest.sources.values()
        if source.schema.startswith("raw_")
    }
    assert named == contract


@pytest.mark.parametrize("page", READMES)
def test_every_table_and_node_that_is_named_is_there(page, project, sample_build):
    tables = {
        f"{schema}.{name}"
        for schema, name in sample_build.rows("select schema_name, table_name from duckdb_tables()")
    }
    schemas = "|".join({table.split(".")[0] for table in tables})
    text = own_words(page)
    assert set(re.findall(rf"`((?:{schemas})\.(?!csv)\w+)`", text)) - tables == set()
    nodes = {node.name for node in project.manifest.nodes.values()}
    selected = re.findall(r"--select ((?:\w+\+? ?)+)", commands(page))
    named = {name.strip("+") for names in selected for name in names.split()}
    named |= set(re.findall(r"ref\('(\w+)'\)", text))
    assert named - nodes == set()


def test_every_dependency_has_its_reason():
    project = text_of("pyproject.toml")
    lists = re.findall(r"^(?:dependencies|\w+) = \[\n?(.*?)\]$", project, re.DOTALL | re.M)
    wanted = {
        name for part in lists for name in re.findall(r'"([A-Za-z][\w\-]*)(?=[>=<\[])', part)
    } - {"setuptools"}
    named = set(re.findall(r"^\| `([\w\-]+)` \|", text_of("docs/dependencies.md"), re.M))
    assert wanted - named == set()


@pytest.mark.parametrize("page", READMES)
def test_the_example_of_a_mapping_maps_a_brazilian_export(page, tmp_path, monkeypatch):
    (statement,) = (block for language, block in blocks(page) if language == "sql")
    (tmp_path / "mall").mkdir()
    (file,) = re.findall(r"read_csv\('([^']+)'", statement)
    (tmp_path / file).write_text(
        "Venda;Loja;Data;Valor\n1;S1;31/12/2025 18:05;1.234,56\n2;S1;31/13/2025 18:05;7,00\n"
    )
    monkeypatch.chdir(tmp_path)
    with duckdb.connect() as connection:
        connection.execute(statement)
        assert connection.execute("from 'mall/pos_sales.parquet'").fetchall() == [
            ("1", "S1", "2025-12-31T18:05:00-03:00", "1234.56"),
            ("2", "S1", "31/13/2025 18:05", "7.00"),
        ]
