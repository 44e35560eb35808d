"""A picture of every page, width, theme and language: `python -m tests.browser.screens [FOLDER]`, else screens/."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.server import PAGES, ROOT, SIZES, Visit, chromium, launched, served, small_demo


def main(folder: Path) -> int:
    """Write the pictures; each shows the whole length of the page."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as play:
        path = chromium(play)
        if path is None:
            sys.stderr.write("No Chromium here: apt-get install chromium, or playwright install chromium.\n")
            return 2
        home = Path(place)
        browser = launched(play, path)
        with served(small_demo(home / "warehouse"), home) as address:
            for width in SIZES:
                for theme in ("light", "dark"):
                    for language in ("es", "en"):
                        visit = Visit(browser, width=width, theme=theme)
                        for page in PAGES:
                            visit.page.set_viewport_size({"width": width, "height": SIZES[width]})
                            visit.open(f"{address}/{page}?lang={language}")
                            visit.whole()
                            visit.page.screenshot(path=folder / f"{page}-{width}-{theme}-{language}.png")
                        visit.close()
        browser.close()
    sys.stdout.write(f"{len(list(folder.glob('*.png')))} pictures in {folder}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "screens"))
