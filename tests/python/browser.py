"""A real browser for tests of pages: Chromium without a window, and axe-core, which judges whether
everybody can use a page.
"""

import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

AXE = "axe-core@4.14.1"
# Without the background requests, which nobody asked for and a closed network refuses.
SWITCHES = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
)
APT = ("apt-get", "-o", "DPkg::Lock::Timeout=300", "--yes", "--no-install-recommends")
PACKAGES = ("chromium", "chromium-driver", "fonts-liberation")


def programs() -> tuple[str, str]:
    """Chromium and its driver; Debian's, installed now, where there is none and this may be done.

    Skips the test, and says why, where there is none to be had.
    """
    found = shutil.which("chromium"), shutil.which("chromedriver")
    if not all(found) and shutil.which("apt-get") and os.geteuid() == 0:
        for command in ((*APT, "update"), (*APT, "install", *PACKAGES)):
            subprocess.run(command, capture_output=True, timeout=600, check=False)
        found = shutil.which("chromium"), shutil.which("chromedriver")
    if not all(found):
        pytest.skip("no page was opened: install the Debian packages chromium and chromium-driver")
    return found


@contextmanager
def opened(width: int = 1200) -> Iterator[webdriver.Chrome]:
    """A browser window of that many pixels, closed at the end."""
    chromium, driver = programs()
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for switch in SWITCHES:
        options.add_argument(switch)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = webdriver.Chrome(options=options, service=Service(driver))
    try:
        resize(browser, width)
        yield browser
    finally:
        browser.quit()


class Silent(SimpleHTTPRequestHandler):
    """A file server that writes no log."""

    def log_message(self, *_):
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder on this machine's loopback, for pages that dislike being files."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def resize(browser: webdriver.Chrome, width: int) -> None:
    """As wide as a phone (390) or a desk."""
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500},
    )


def darken(browser: webdriver.Chrome, is_dark: bool) -> None:
    """As if the reader's system were dark, or light; the page has heard of it by the end."""
    scheme = {"name": "prefers-color-scheme", "value": "dark" if is_dark else "light"}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
    # listeners are called before the next frame is drawn, which a busy machine may be long in drawing
    browser.execute_async_script("requestAnimationFrame(() => arguments[0]())")


def axe(folder: Path) -> str:
    """The script of axe-core, from the npm registry."""
    if not shutil.which("npm"):
        pytest.skip("accessibility was not judged: npm is not installed")
    done = subprocess.run(
        ["npm", "pack", AXE, "--silent", "--pack-destination", str(folder)],
        capture_output=True, text=True, cwd=folder, timeout=300,
    )  # fmt: skip
    if done.returncode:
        pytest.skip(f"accessibility was not judged: npm could not fetch {AXE}")
    with tarfile.open(next(folder.glob("axe-core-*.tgz"))) as archive:
        return archive.extractfile("package/axe.min.js").read().decode()


def violations(browser: webdriver.Chrome, script: str) -> list[tuple[str, str, str]]:
    """What axe finds serious or critical on the open page: rule, help, first element."""
    browser.execute_script(script)
    found = browser.execute_async_script(
        "const done = arguments[arguments.length - 1];"
        "axe.run(document, {resultTypes: ['violations']}).then(result => done(result.violations))"
    )
    return [
        (one["id"], one["help"], one["nodes"][0]["html"][:200])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
