"""A picture of every page, width, theme and language, and the checklist: `python -m tests.browser.screens [FOLDER]`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.server import CHECKLIST, PAGES, ROOT, SIZES, Visit, own_browser, served, small_demo


def main(folder: Path) -> int:
    """Write the pictures, each of the whole length of the page; 1 where the checklist finds anything, and what."""
    wrong: list[str] = []
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as play:
        browser = own_browser(play)
        if browser is None:
            return 2
        home = Path(place)
        with served(small_demo(home / "warehouse"), home) as address:
            for width in SIZES:
                for theme in ("light", "dark"):
                    for language in ("es", "en"):
                        visit = Visit(browser, width=width, theme=theme)
                        for page in PAGES:
                            visit.page.set_viewport_size({"width": width, "height": SIZES[width]})
                            visit.open(f"{address}/{page}?lang={language}")
                            visit.whole()
                            name = f"{page}-{width}-{theme}-{language}"
                            visit.page.screenshot(path=folder / f"{name}.png")
                            wrong += [
                                f"{name}: {rule}: {what}" for rule, what in visit.page.evaluate(CHECKLIST).items()
                            ]
                        visit.close()
        browser.close()
    pictures = len(list(folder.glob("*.png")))
    sys.stdout.write("\n".join([*wrong, f"{pictures} pictures in {folder}; found wrong on them: {len(wrong)}", ""]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "screens"))
