"""A running app over a small demo company, and the browser that opens it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, Playwright, Response

from crm_metrics.warehouse.demo.build import Asked, build_demo

ROOT = Path(__file__).parents[2]
PAGES = (
    "daily", "weekly", "monthly", "plans", "reviews", "overview", "process", "journey", "pairing", "customers",
    "portfolio", "customer", "explore", "objectives", "catalogue", "glossary", "data",
)  # fmt: skip
SMALL = Asked(customers=1_500, months=15, until=date(2026, 11, 20))  # a company on a fixed day
SIZES = {390: 844, 768: 1024, 1024: 768, 1440: 900, 1920: 1080}
CHECKLIST = (Path(__file__).parent / "checklist.js").read_text(encoding="utf-8")
READY = '[class*="st-key-card-"]'
SEEN = (
    "for (const one of ['supervisor', 'manager', 'executive']) localStorage.setItem('pulso-first-steps-' + one, 'seen')"
)
PUSHED = """
window.pushed = 0;
for (const act of ["pointerdown", "keydown", "change"]) addEventListener(act, () => { window.acted ??= true; }, true);
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) if (!shift.hadRecentInput && !window.acted) window.pushed += shift.value;
}).observe({ type: "layout-shift", buffered: true });
"""  # what moved by itself before the reader did anything: 0.1 is the most that readers are said not to mind
RUNS = """
window.runs = 0;
new MutationObserver((changes) => {
  for (const { target } of changes) if (target.dataset.testScriptState === "notRunning") window.runs += 1;
}).observe(document, { subtree: true, attributeFilter: ["data-test-script-state"] });
"""  # how many runs of the page have come to their end
STILL = """
(one) => new Promise((done) => {
  let calm = 0, top = null;
  addEventListener("scroll", () => { calm = 0; }, true);
  const look = () => {
    const now = one.getBoundingClientRect().top;
    calm = now === top ? calm + 1 : 0;
    top = now;
    calm < 20 ? requestAnimationFrame(look) : done();
  };
  look();
})
"""  # neither it nor what holds it has moved in twenty frames
BUSY = '[data-testid="stStatusWidget"], [data-testid="stSkeleton"], [data-stale="true"], .tk-waits'
# A deep link asks these two beside itself before it finds the root: harmless.
HARMLESS = ("_stcore/health", "_stcore/host-config")


def chromium(play: Playwright) -> str | None:
    """A Chromium on this machine: Playwright's own, or the system's."""
    known = (play.chromium.executable_path, shutil.which("chromium") or "", shutil.which("chromium-browser") or "")
    return next((path for path in known if os.path.exists(path)), None)  # noqa: PTH110 - may be the empty string


def launched(play: Playwright, path: str) -> Browser:
    """That Chromium, without a window."""
    return play.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])


def own_browser(play: Playwright) -> Browser | None:
    """The Chromium of a script; None, with a word about it, where there is none."""
    path = chromium(play)
    if path is None:
        sys.stderr.write("No Chromium here: apt-get install chromium, or playwright install chromium.\n")
        return None
    return launched(play, path)


def small_demo(folder: Path) -> Path:
    """That company in this folder."""
    build_demo(folder, finish=None, customers=SMALL.customers, months=SMALL.months, until=SMALL.until)
    return folder


@contextmanager
def served(warehouse: Path, home: Path, **environment: str) -> Iterator[str]:
    """The address of the app over a warehouse, on a free port of this machine, with a home of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port)]
    known = {name: value for name, value in os.environ.items() if not name.startswith(("CRM_", "STREAMLIT_"))}
    log = (home / "app.log").open("wb")
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=log,
        stderr=subprocess.STDOUT,
        env={**known, "HOME": str(home), "CRM_WAREHOUSE": str(warehouse), **environment},
    ) as process:
        try:
            _wait(f"http://127.0.0.1:{port}", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            log.close()


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError(f"the app ended with {process.returncode}")
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health") as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the app did not start within a minute")


class Visit:
    """One page open in a fresh browser: what it asked for and complained about."""

    def __init__(
        self,
        browser: Browser,
        *,
        width: int = 1440,
        theme: str = "light",
        locale: str = "es-CO",
        zone: str = "America/Bogota",
        first: bool = False,
    ) -> None:
        self.width = width
        self.context = browser.new_context(
            viewport={"width": width, "height": SIZES.get(width, 900)},
            color_scheme="dark" if theme == "dark" else "light",
            locale=locale,
            timezone_id=zone,
        )
        if not first:  # whose browser knows the first steps of each board
            self.context.add_init_script(SEEN)
        self.context.add_init_script(PUSHED)
        self.context.add_init_script(RUNS)
        self.page: Page = self.context.new_page()
        self.foreign: list[str] = []
        self.failed: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda asked: self._asked(asked.url))
        self.page.on("response", self._answered)
        self.page.on("console", lambda said: self._said(said.type, said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, address: str) -> Page:
        """Open an address and wait until cards and charts stand still."""
        self.address = address
        self.page.goto(address)
        return self.settle()

    def settle(self) -> Page:
        """Wait until nothing loads any more."""
        self.page.wait_for_selector(READY, timeout=60_000)
        self.page.wait_for_function(f"() => !document.querySelector('{BUSY}')", timeout=60_000)
        self.page.wait_for_function(
            "() => [...document.querySelectorAll('[data-testid=stPlotlyChart]')]"
            ".every(chart => chart.querySelector('svg.main-svg'))",
            timeout=60_000,
        )
        self.page.wait_for_timeout(400)
        return self.page

    @contextmanager
    def answered(self) -> Iterator[None]:
        """Wait until what is done inside has made the page run, however late that begins, and it stands still again."""
        before = self.page.evaluate("window.runs")
        yield
        self.page.wait_for_function(
            "(before) => window.runs > before"
            " && document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'"
            f" && !document.querySelector('{BUSY}')",
            arg=before,
            timeout=180_000,
        )
        self.settle()

    def options(self, box: Locator) -> Locator:
        """Open the list of a box, brought into sight before: whatever still scrolls when a list opens closes it."""
        box.scroll_into_view_if_needed()
        box.evaluate(STILL)
        box.click()
        listed = self.page.get_by_role("option")
        listed.first.wait_for()
        return listed

    def whole(self) -> None:
        """Make the window as high as the page is long: content scrolls inside stMain, the document never grows."""
        width = (self.page.viewport_size or {"width": 1440})["width"]
        height = int(self.page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight"))
        self.page.set_viewport_size({"width": width, "height": max(height, SIZES.get(width, 900))})
        self.page.wait_for_timeout(500)

    def anew(self) -> Visit:
        """For another page in the same browser, which need not fetch and read everything again."""
        self.page.goto("about:blank")
        self.page.set_viewport_size({"width": self.width, "height": SIZES.get(self.width, 900)})
        for told in (self.foreign, self.failed, self.complaints):
            told.clear()
        return self

    def close(self) -> None:
        """Close the browser's window and forget its cookies."""
        self.context.close()

    def _asked(self, url: str) -> None:
        if not url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:")):
            self.foreign.append(url)

    def _answered(self, answer: Response) -> None:
        if answer.status >= 400 and not answer.url.endswith(HARMLESS):
            self.failed.append(f"{answer.status} {answer.url}")

    def _said(self, kind: str, text: str) -> None:
        if kind == "error" and "404 (Not Found)" not in text:
            self.complaints.append(text)
