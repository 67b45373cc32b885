"""The pictures of the READMEs, from the pages that the last `make build` and `make docs` wrote:
`make pictures`.
"""

import base64
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from browser import opened, served
from selenium.webdriver.common.by import By

INTO = Path("docs/pictures")
WIDTH, HEIGHT = 1200, 820
# A README is as wide as this on GitHub, so that letters keep their size there.
PAGE_WIDTH, GRAPH_HEIGHT = 830, 640
# From the facts over the segments to whoever is addressed.
SHOWN = """
fct_purchases fct_visits fct_viewing activity_purchases activity_visits activity_streaming
customer_activity segment_model customer_segments segment_profiles dim_segments package_propensity
campaign_candidates campaign_selection campaign_assignments campaign_audiences
"""
LINEAGE = f"#!/model/model.vitrine.customer_segments?g_v=1&g_i={'%20'.join(SHOWN.split())}"
# dbt docs draw to the right, in letters that nobody could read at a README's width: drawn downwards, they can.
DRAWN_DOWN = """
const box = document.querySelector('#cy'), graph = box._cyreg.cy;
box.style.cssText = `position: fixed; left: 0; top: 0; width: ${arguments[0]}px; height: ${arguments[1]}px;`
  + 'z-index: 9999; background: white';
graph.resize();
graph.nodes().style({shape: 'round-rectangle', padding: '11px', 'font-size': 20});
graph.edges().style({
  'curve-style': 'bezier', width: 2, opacity: 1, 'line-color': '#5b6472', 'target-arrow-color': '#5b6472',
  'source-endpoint': '0% 50%', 'target-endpoint': '0% -50%',
});
graph.layout({name: 'dagre', rankDir: 'TB', nodeSep: 26, rankSep: 28, animate: false}).run();
graph.fit(graph.elements(), 10);
return graph.nodes().length;
"""


def shoot(browser, name: str, box: Sequence[float], scale: float = 0.75) -> None:
    """A part of the page (left, top, width, height) as a small picture."""
    left, top, width, height = box
    picture = browser.execute_cdp_cmd(
        "Page.captureScreenshot",
        {
            "format": "webp",
            "quality": 80,
            "captureBeyondViewport": True,
            "clip": {"x": left, "y": top, "width": width, "height": height, "scale": scale},
        },
    )
    path = INTO / f"{name}.webp"
    path.write_bytes(base64.b64decode(picture["data"]))
    print(f"{path}: {path.stat().st_size // 1000} kB")


def main() -> int:
    """Writes the pictures; 1 where a page is missing."""
    report, docs = Path("target/report.html"), Path("target/static_index.html")
    for page, command in ((report, "make build"), (docs, "make docs")):
        if not page.is_file():
            print(f"{page} is not there: run `{command}` first", file=sys.stderr)
            return 1
    INTO.mkdir(parents=True, exist_ok=True)
    with opened(WIDTH) as browser, served(Path("target")) as address:
        browser.get(f"{address}/{report.name}")
        for language, suffix in (("en", ""), ("pt", ".pt-BR")):
            browser.find_element(By.CSS_SELECTOR, f"[data-set-language={language}]").click()
            shoot(browser, f"report{suffix}", (0, 0, WIDTH, HEIGHT))
            rhythm = browser.find_element(By.ID, "rhythm").rect["y"]
            shoot(browser, f"rhythm{suffix}", (0, int(rhythm) - 20, WIDTH, 900))
        browser.get(f"{address}/{docs.name}{LINEAGE}")
        time.sleep(8)
        if browser.execute_script(DRAWN_DOWN, PAGE_WIDTH, GRAPH_HEIGHT) != len(SHOWN.split()):
            print(
                "the lineage names a model that is not in the docs: run `make docs`",
                file=sys.stderr,
            )
            return 1
        time.sleep(1)
        shoot(browser, "lineage", (0, 0, PAGE_WIDTH, GRAPH_HEIGHT), 1)
    return 0


if __name__ == "__main__":
    sys.exit(main())
