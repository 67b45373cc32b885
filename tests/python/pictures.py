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
# From the facts over the segments to whoever is addressed.
SHOWN = """
fct_purchases fct_visits fct_viewing activity_purchases activity_visits activity_streaming
customer_activity segment_model customer_segments segment_profiles dim_segments package_propensity
campaign_candidates campaign_selection campaign_assignments campaign_audiences
"""
LINEAGE = f"#!/model/model.vitrine.customer_segments?g_v=1&g_i={'%20'.join(SHOWN.split())}"
# The graph of dbt's page runs from left to right, too long for a README, along lines that hardly show.
DOWNWARDS = """
const graph = document.querySelector('.__________cytoscape_container'), drawn = graph._cyreg.cy;
drawn.style()
  .selector('edge.horizontal').style({
    'line-color': '#9fd3e0', 'target-arrow-color': '#9fd3e0',
    'curve-style': 'bezier', 'source-endpoint': '180deg', 'target-endpoint': '0deg',
  })
  .selector('node.horizontal').style({'font-size': '21px', 'padding': '9px'})
  .update();
drawn.layout({name: 'dagre', rankDir: 'TB', rankSep: 34, nodeSep: 30, animate: false}).run();
drawn.zoom(0.8);
drawn.center();
const {left, top} = graph.getBoundingClientRect(), box = drawn.elements().renderedBoundingBox();
return [left + box.x1 - 20, top + box.y1 - 14, box.w + 40, box.h + 28];
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
        box = browser.execute_script(DOWNWARDS)
        time.sleep(1)
        shoot(browser, "lineage", box, 1)
    return 0


if __name__ == "__main__":
    sys.exit(main())
