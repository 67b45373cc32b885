"""The report, as a reader sees it: in a real browser, wide and narrow, in both languages."""

import re
import shutil

import duckdb
import pytest
from browser import axe, darken, opened, resize, violations
from selenium.webdriver.common.by import By

from vitrine.report import __main__ as command
from vitrine.report.page import render
from vitrine.report.words import number, percent, reais

CHARTS = 18
MARKS = """
return [...document.querySelectorAll('figure svg')].filter(one => one.checkVisibility()).map(one => {
  const own = one.getBoundingClientRect();
  const outside = [...one.querySelectorAll('text')].filter(text => {
    const box = text.getBoundingClientRect();
    return box.width && (box.left < own.left - 1 || box.right > own.right + 1);
  });
  return {
    label: one.getAttribute('aria-label'), width: own.width, height: own.height,
    marks: one.querySelectorAll('[class*=mark-] path, [class*=mark-] text').length,
    outside: outside.map(text => text.textContent),
  };
})
"""
SPOKEN = (
    "return [...document.querySelectorAll(arguments[0])].filter(o => o.checkVisibility()).length"
)


@pytest.fixture(scope="module")
def page(sample_build, tmp_path_factory):
    """The report of the sample, as a file."""
    assert sample_build.success, sample_build.shown
    path = tmp_path_factory.mktemp("report") / "report.html"
    with duckdb.connect(str(sample_build.database), read_only=True) as connection:
        path.write_text(render(connection), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def browser(page):
    with opened() as chromium:
        chromium.get(page.as_uri())
        yield chromium


def speak(browser, language: str) -> None:
    browser.find_element(By.CSS_SELECTOR, f"[data-set-language={language}]").click()


@pytest.mark.parametrize("language", ["pt", "en"])
@pytest.mark.parametrize("width", [1200, 390])
def test_every_chart_is_drawn_and_no_letter_is_cut_off(browser, language, width):
    resize(browser, width)
    speak(browser, language)
    drawn = browser.execute_script(MARKS)
    assert len(drawn) >= CHARTS
    for chart in drawn:
        assert chart["width"] > 250 and chart["height"] > 40 and chart["marks"] > 1, chart
        assert chart["outside"] == [], chart["label"]


def test_the_switch_leaves_one_language_on_the_page(browser):
    resize(browser, 1200)
    for language, other, code in (("pt", "en", "pt-BR"), ("en", "pt", "en")):
        speak(browser, language)
        assert browser.execute_script("return document.documentElement.lang") == code
        assert browser.execute_script(SPOKEN, f".{language}") > 100
        assert browser.execute_script(SPOKEN, f".{other}") == 0


def test_a_phone_never_scrolls_sideways(browser):
    resize(browser, 390)
    for element in browser.find_elements(By.CSS_SELECTOR, "details"):
        browser.execute_script("arguments[0].open = true", element)
    assert browser.execute_script("return document.documentElement.scrollWidth") == 390
    resize(browser, 1200)


def test_the_page_opens_without_an_error_and_asks_nobody_for_anything(browser, page):
    browser.get(page.as_uri())
    assert browser.get_log("browser") == []
    assert browser.execute_script("return performance.getEntriesByType('resource').length") == 0
    text = page.read_text(encoding="utf-8")
    assert not re.search(r'(src|href)="(?!#|data:)', text)
    assert len(text.encode()) < 5_000_000


def test_the_colours_turn_with_the_readers_system_and_by_the_button(browser):
    ask = "return getComputedStyle(document.body).backgroundColor"
    darken(browser, False)
    light = browser.execute_script(ask)
    darken(browser, True)
    dark = browser.execute_script(ask)
    assert light != dark
    browser.find_element(By.CSS_SELECTOR, "[data-toggle-theme]").click()
    assert browser.execute_script(ask) == light
    browser.execute_script("localStorage.clear()")
    darken(browser, False)


def test_the_keyboard_reaches_what_the_mouse_does(browser):
    tags = browser.execute_script(
        "return [...document.querySelectorAll('button, a[href], summary, [tabindex=\"0\"]')]"
        ".filter(one => one.checkVisibility()).map(one => (one.focus(), document.activeElement === one))"
    )
    assert len(tags) > 30 and all(tags)


@pytest.mark.parametrize("is_dark", [False, True])
def test_axe_finds_nothing_serious(browser, page, tmp_path, is_dark):
    script = axe(tmp_path)
    darken(browser, is_dark)
    for language in ("pt", "en"):
        browser.get(page.as_uri())
        speak(browser, language)
        for element in browser.find_elements(By.CSS_SELECTOR, "details"):
            browser.execute_script("arguments[0].open = true", element)
        assert violations(browser, script) == []
    darken(browser, False)


def test_axe_would_find_what_is_wrong(browser, tmp_path):
    browser.get("data:text/html,<title>bad</title><body style='color:%23ccc'>pale<img src='x'>")
    assert {rule for rule, *_ in violations(browser, axe(tmp_path))} >= {
        "image-alt",
        "color-contrast",
    }


def test_the_same_database_gives_the_same_bytes(page, sample_build):
    with duckdb.connect(str(sample_build.database), read_only=True) as connection:
        assert render(connection) == page.read_text(encoding="utf-8")


def test_no_row_is_about_one_person(page, sample_build):
    text = page.read_text(encoding="utf-8")
    for (customer_id,) in sample_build.rows("select customer_id from marts.dim_customers"):
        assert customer_id not in text


def test_the_page_says_what_the_tables_say(page, sample_build):
    text = page.read_text(encoding="utf-8")
    for query in (
        "select count(*) from marts.dim_customers",
        "select count(*) from marts.fct_purchases",
        "select max(customers) from marts.dim_segments",
        "select sum(raw_rows) from audit.row_conservation",
    ):
        assert number(sample_build.value(query)).pt in text
    (name,) = sample_build.rows(
        "select persona_name_pt from marts.dim_segments order by customers desc limit 1"
    )[0]
    assert f"O maior segmento é {name}" in text


def test_a_lost_row_is_in_the_title(sample_build, tmp_path):
    shutil.copy(sample_build.database, tmp_path / "vitrine.duckdb")
    with duckdb.connect(str(tmp_path / "vitrine.duckdb")) as connection:
        assert "rows, and of every centavo, is known" in render(connection)
        connection.execute(
            "update audit.row_conservation set raw_rows = raw_rows + 1, raw_amount = raw_amount + 0.01"
            " where table_name = 'pos_sales'"
        )
        assert "1 were lost without a trace, and R$ 0.01" in render(connection)


def test_an_empty_mall_is_told_in_words(sample_build, tmp_path):
    shutil.copy(sample_build.database, tmp_path / "vitrine.duckdb")
    with duckdb.connect(str(tmp_path / "vitrine.duckdb")) as connection:
        for schema, table in connection.execute(
            "select schema_name, table_name from duckdb_tables()"
            " where schema_name in ('marts', 'segmentation', 'insights', 'campaigns', 'audit')"
        ).fetchall():
            connection.execute(f"delete from {schema}.{table}")
        text = render(connection)
    assert "There are no segments yet" in text and "Nobody takes packages" in text
    assert "<svg" not in text and "nan" not in re.findall(r">([^<]*)<", text)


def test_the_command_writes_the_page_and_says_where(sample_build, tmp_path, monkeypatch, capsys):
    out = tmp_path / "made" / "report.html"
    monkeypatch.setenv("VITRINE_DUCKDB_PATH", str(sample_build.database))
    monkeypatch.setattr("sys.argv", ["report", "--out", str(out)])
    assert command.main() == 0
    assert str(out) in capsys.readouterr().out and out.stat().st_size > 100_000
    monkeypatch.setenv("VITRINE_DUCKDB_PATH", str(tmp_path / "none.duckdb"))
    assert command.main() == 1
    assert "run `make build` first" in capsys.readouterr().err


def test_a_database_without_a_table_is_told_and_the_earlier_page_stays(
    tmp_path, monkeypatch, capsys
):
    duckdb.connect(str(tmp_path / "old.duckdb")).close()
    (tmp_path / "report.html").write_text("the earlier page")
    monkeypatch.setenv("VITRINE_DUCKDB_PATH", str(tmp_path / "old.duckdb"))
    monkeypatch.setattr("sys.argv", ["report", "--out", str(tmp_path / "report.html")])
    assert command.main() == 1
    assert "make build" in capsys.readouterr().err
    assert (tmp_path / "report.html").read_text() == "the earlier page"


def test_numbers_are_written_as_each_language_writes_them():
    assert number(1234567.891, 2).pt == "1.234.567,89"
    assert number(1234567.891, 2).en == "1,234,567.89"
    assert percent(0.1234, 1).pt == "12,3 %" and percent(float("nan")).en == "–"
    assert reais(None).pt == "–" and reais(1234).pt == "R$ 1.234"
