"""The report, as a reader sees it: in a real browser, wide, narrow and on paper, in both languages and
colours. What its numbers are is asked in test_report_numbers.py.
"""

import base64
import re

import duckdb
import pytest
from browser import axe, darken, opened, resize, violations
from selenium.webdriver.common.by import By

from vitrine.report import __main__ as command
from vitrine.report.colours import STEPS, contrast, mixed, readable_on
from vitrine.report.figure import Table
from vitrine.report.page import render
from vitrine.report.words import number, percent, points, reais, same, times

CHARTS = 24
PAGES, BYTES, MILLISECONDS = 8, 5_000_000, 3_000
WIDTHS = (1280, 390)
SMALLEST_LETTERS = 11
# Every drawing that is seen: its size and letters, and which of these are cut off, or lie on one another or on a mark.
DRAWN = """
const before = (one, other) => one <= other + 1;
const apart = (a, b) => before(a.right, b.left) || before(b.right, a.left)
  || before(a.bottom, b.top) || before(b.bottom, a.top);
return [...document.querySelectorAll('figure svg')].filter(one => one.checkVisibility()).map(one => {
  const own = one.getBoundingClientRect(), scale = own.width / one.viewBox.baseVal.width;
  const box = element => element.getBoundingClientRect();
  const texts = [...one.querySelectorAll('text')].filter(text => box(text).width);
  const level = texts.filter(text => !/rotate/.test(text.getAttribute('transform')));
  const names = level.filter(text => text.closest('.role-axis-label'));
  const marks = [...one.querySelectorAll('.mark-symbol path, .mark-rect.role-mark path')].map(box);
  return {
    label: one.getAttribute('aria-label'), width: own.width, height: own.height,
    marks: one.querySelectorAll('[class*=mark-] path, [class*=mark-] text').length,
    outside: texts.filter(t => box(t).left < own.left - 1 || box(t).right > own.right + 1).map(t => t.textContent),
    letters: Math.min(...texts.map(text => parseFloat(getComputedStyle(text).fontSize) * scale)),
    collide: level.filter((text, place) => level.slice(place + 1).some(other => !apart(box(text), box(other))))
      .concat(names.filter(text => marks.some(mark => !apart(box(text), mark)))).map(text => text.textContent),
  };
})
"""
# The colours of what is written in cells, and of the cells.
CELLS = """
const colour = element => getComputedStyle(element).fill.match(/\\d+/g).slice(0, 3)
  .map(part => (+part).toString(16).padStart(2, '0')).join('');
return [...document.querySelectorAll('figure svg')].filter(one => one.checkVisibility()).flatMap(one => {
  const cells = [...one.querySelectorAll('.mark-rect.role-mark path')]
    .map(cell => [cell, cell.getBoundingClientRect()]);
  return [...one.querySelectorAll('.mark-text.role-mark text')].flatMap(text => {
    const box = text.getBoundingClientRect(), x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;
    const below = cells.find(([, at]) => at.left <= x && x <= at.right && at.top <= y && y <= at.bottom);
    return below ? [['#' + colour(text), '#' + colour(below[0])]] : [];
  });
})
"""
SPOKEN = (
    "return [...document.querySelectorAll(arguments[0])].filter(o => o.checkVisibility()).length"
)
NARROW = """
return [...document.querySelectorAll('.scroll, main, figure')].filter(one => one.scrollWidth > one.clientWidth + 1)
  .map(one => one.textContent.slice(0, 80))
"""


@pytest.fixture(scope="module")
def page(sample_build, tmp_path_factory):
    """The report of the sample, as a file."""
    assert sample_build.success, sample_build.shown
    path = tmp_path_factory.mktemp("report") / "report.html"
    with duckdb.connect(str(sample_build.database), read_only=True) as connection:
        path.write_text(render(connection), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def chromium(page):
    with opened() as one:
        yield one


@pytest.fixture
def browser(chromium, page):
    """The page as somebody sees it who never was there: at a desk, by day."""
    chromium.get(page.as_uri())
    chromium.execute_script("localStorage.clear()")
    resize(chromium, WIDTHS[0])
    darken(chromium, False)
    chromium.get(page.as_uri())
    return chromium


def speak(browser, language: str) -> None:
    browser.find_element(By.CSS_SELECTOR, f"[data-set-language={language}]").click()


def unfold(browser) -> None:
    browser.execute_script(
        "document.querySelectorAll('details').forEach(one => { one.open = true; })"
    )


@pytest.mark.parametrize("language", ["pt", "en"])
@pytest.mark.parametrize("width", WIDTHS)
def test_every_chart_is_drawn_and_its_letters_can_be_read(browser, language, width):
    resize(browser, width)
    speak(browser, language)
    drawn = browser.execute_script(DRAWN)
    assert len(drawn) >= CHARTS
    for chart in drawn:
        assert chart["width"] > 120 and chart["height"] > 40 and chart["marks"] > 1, chart
        assert chart["outside"] == [] and chart["collide"] == [], chart
        assert chart["letters"] >= SMALLEST_LETTERS, chart


@pytest.mark.parametrize("is_dark", [False, True])
def test_what_is_written_in_a_cell_stands_out_from_it(browser, is_dark):
    darken(browser, is_dark)
    cells = browser.execute_script(CELLS)
    assert len(cells) > 100 and len({cell for _, cell in cells}) > 5
    assert min(contrast(*pair) for pair in cells) >= 4.5


def test_the_switch_leaves_one_language_on_the_page(browser):
    for language, other, code, title in (
        ("pt", "en", "pt-BR", "O shopping e os seus clientes"),
        ("en", "pt", "en", "The mall and its customers"),
    ):
        speak(browser, language)
        assert browser.execute_script("return document.documentElement.lang") == code
        assert browser.execute_script(SPOKEN, f".{language}") > 100
        assert browser.execute_script(SPOKEN, f".{other}") == 0
        assert browser.title == title == browser.find_element(By.TAG_NAME, "h1").text


@pytest.mark.parametrize("language", ["pt", "en"])
def test_on_a_phone_nothing_scrolls_sideways(browser, language):
    resize(browser, 390)
    speak(browser, language)
    unfold(browser)
    assert browser.execute_script("return document.documentElement.scrollWidth") == 390
    assert browser.execute_script(NARROW) == []


def test_the_page_opens_soon_without_an_error_and_asks_nobody_for_anything(browser, page, capsys):
    text = page.read_text(encoding="utf-8")
    loads = []
    for is_dark in (False, True):
        darken(browser, is_dark)
        for width in WIDTHS:
            resize(browser, width)
            browser.get(page.as_uri())
            loads.append(
                browser.execute_script(
                    "return performance.getEntriesByType('navigation')[0].loadEventEnd"
                )
            )
            for language in ("pt", "en"):
                speak(browser, language)
            assert browser.get_log("browser") == []
    assert browser.execute_script("return performance.getEntriesByType('resource').length") == 0
    assert not re.search(r'(src|href)="(?!#|data:)', text)
    with capsys.disabled():
        print(f"\nreport: {len(text.encode()) / 1e6:.2f} MB, loaded in {max(loads):.0f} ms at most")
    assert len(text.encode()) < BYTES and max(loads) < MILLISECONDS


@pytest.mark.parametrize("language", ["pt", "en"])
def test_it_fits_a_few_sheets_of_white_paper(browser, language):
    speak(browser, language)
    darken(browser, True)
    printed = browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    assert len(re.findall(rb"/Type\s*/Page\b", base64.b64decode(printed["data"]))) <= PAGES
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    browser.execute_script("document.documentElement.dataset.theme = 'dark'")
    colour = "return getComputedStyle(document.body).backgroundColor"
    assert browser.execute_script(colour) == "rgb(255, 255, 255)"


def test_the_colours_turn_with_the_readers_system_and_by_the_button(browser):
    ask = "return getComputedStyle(document.body).backgroundColor"
    button = browser.find_element(By.CSS_SELECTOR, "[data-toggle-theme]")
    darken(browser, False)
    light = browser.execute_script(ask)
    assert button.get_attribute("aria-pressed") == "false"
    darken(browser, True)
    assert browser.execute_script(ask) != light
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    assert browser.execute_script(ask) == light
    assert button.get_attribute("aria-pressed") == "false"


def test_the_keyboard_reaches_what_the_mouse_does(browser):
    tags = browser.execute_script(
        "return [...document.querySelectorAll('button, a[href], summary, [tabindex=\"0\"]')]"
        ".filter(one => one.checkVisibility()).map(one => (one.focus(), document.activeElement === one))"
    )
    assert len(tags) > 30 and all(tags)


def test_what_is_said_in_short_leads_to_its_figure(browser):
    speak(browser, "en")
    links = browser.find_elements(By.CSS_SELECTOR, ".short a")
    assert len(links) >= 5
    for link in links:
        target = browser.find_element(By.ID, link.get_attribute("href").partition("#")[2])
        assert target.tag_name == "h3" and target.text == link.text


@pytest.mark.parametrize("is_dark", [False, True])
def test_axe_finds_nothing_serious(browser, page, tmp_path, is_dark):
    script = axe(tmp_path)
    darken(browser, is_dark)
    for width in WIDTHS:
        resize(browser, width)
        for language in ("pt", "en"):
            browser.get(page.as_uri())
            speak(browser, language)
            unfold(browser)
            assert violations(browser, script) == []


def test_axe_would_find_what_is_wrong(browser, page, tmp_path):
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
    assert percent(0.1234, 1).pt == "12,3%" and percent(float("nan")).en == "–"
    assert points(0.05).pt == "5,0\N{NO-BREAK SPACE}p.p." and times(1.84).pt == "1,8 vez"
    assert times(2.0).pt == "2,0 vezes" and times(12.3).en == "12 times"
    assert reais(None).pt == "–" and reais(1234).pt == "R$\N{NO-BREAK SPACE}1.234"


def test_columns_of_figures_stand_to_the_right():
    rows = [["Cinema", "R$\N{NO-BREAK SPACE}1,234", "12.3%", "yes"], ["1", "–", "withheld", "4"]]
    table = Table([same(name) for name in "abcd"], [[same(one) for one in row] for row in rows])
    assert table.of_figures == [False, True, True, False]


def test_letters_are_black_or_white_whichever_is_told_better():
    # of all mixtures, these two are the hardest to write on
    worst = min(
        contrast(readable_on(mixed("#ffffff", ink, part / 100)), mixed("#ffffff", ink, part / 100))
        for ink in ("#a63d5a", "#1c2129")
        for part in range(101)
    )
    assert worst >= 4.5 and STEPS > 5
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert readable_on("#ffffff") == "#000000" and readable_on("#a63d5a") == "#ffffff"
