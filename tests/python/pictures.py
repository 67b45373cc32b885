"""The pictures of the READMEs, from the pages that the last `make build` and `make docs` wrote:
`make pictures`.
"""

import base64
import sys
import time
from pathlib import Path

from browser import opened, resize, served
from selenium.webdriver.common.by import By

INTO = Path("docs/pictures")
WIDTH, HEIGHT = 1200, 820
# What is one step before and after the features, and who uses the segments.
LINEAGE = "#!/model/model.vitrine.customer_segments?g_v=1&g_i=1%2Bcustomer_activity%2B1%20dim_segments%2B1"


def shoot(browser, name: str, top: int = 0, height: int = HEIGHT) -> None:
    picture = browser.execute_cdp_cmd(
        "Page.captureScreenshot",
        {
            "format": "webp",
            "quality": 80,
            "captureBeyondViewport": True,
            "clip": {"x": 0, "y": top, "width": WIDTH, "height": height, "scale": 0.75},
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
            shoot(browser, f"report{suffix}")
            rhythm = browser.find_element(By.ID, "rhythm").rect["y"]
            shoot(browser, f"rhythm{suffix}", int(rhythm) - 20, 900)
        resize(browser, WIDTH)
        browser.get(f"{address}/{docs.name}{LINEAGE}")
        time.sleep(8)
        shoot(browser, "lineage", 0, 900)
    return 0


if __name__ == "__main__":
    sys.exit(main())
