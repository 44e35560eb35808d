"""The wall in a real browser: it turns, fits its screen, shows a new version, says when it stands still; pictures."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from playwright.sync_api import Browser, Page

from crm_metrics.boards.core import View
from crm_metrics.printed.paper import paper
from crm_metrics.printed.picture import WIDTH, has_picture, page
from crm_metrics.settings import Settings
from crm_metrics.warehouse import versions
from crm_metrics.warehouse.store import open_warehouse
from crm_metrics.words import Words
from tests.browser.server import Visit, served
from tests.browser.test_access import grave
from tests.printed.reading import board_of

pytestmark = pytest.mark.browser
# Whatever stands beyond the screen, is cut by its own box, or can be scrolled.
BEYOND = """() => {
  const found = [];
  for (const one of document.querySelectorAll(".tk-wall, .tk-wall *, .tk-wall-foot, .tk-wall-foot *")) {
    const box = one.getBoundingClientRect();
    if (!box.width || !box.height) continue;
    if (box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || box.left < -1 || box.top < -1)
      found.push(`beyond: ${one.className}`);
    if (getComputedStyle(one).overflow.includes("hidden") && one.tagName !== "CAPTION"
        && (one.scrollHeight > one.clientHeight + 2 || one.scrollWidth > one.clientWidth + 2))
      found.push(`cut: ${one.className} ${one.innerText.slice(0, 60)}`);
  }
  const whole = document.documentElement;
  if (whole.scrollHeight > innerHeight || whole.scrollWidth > innerWidth) found.push("scrolls");
  return found;
}"""
LEAST = """() => Math.min(...[...document.querySelectorAll(".tk-wall *, .tk-wall-foot *")]
  .filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
  .filter((one) => !one.closest(".tk-chip > span"))
  .map((one) => parseFloat(getComputedStyle(one).fontSize)))"""
OTHERS = '[data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stToolbar"], button, input'


@pytest.fixture
def visits(browser: Browser) -> Iterator[list[Visit]]:
    opened: list[Visit] = []
    yield opened
    for visit in opened:
        visit.close()


def stands(visits: list[Visit], browser: Browser, address: str, **how: Any) -> Page:
    """A wall that stands."""
    visit = Visit(browser, **how)
    visits.append(visit)
    visit.page.goto(address)
    visit.page.wait_for_selector(".tk-wall", timeout=60_000)
    visit.page.wait_for_timeout(500)
    return visit.page


@pytest.mark.parametrize(
    ("board", "width", "theme", "language"),
    [
        ("daily", 1920, "light", "es"),
        ("daily", 1024, "dark", "en"),
        ("weekly", 1440, "dark", "es"),
        ("weekly", 1920, "light", "en"),
        ("monthly", 1024, "light", "es"),
        ("monthly", 1920, "dark", "en"),
        ("overview", 1440, "light", "es"),
    ],
)
def test_a_board_fits_the_screen_and_has_nothing_beside_it(
    demo_app: str, browser: Browser, visits: list[Visit], board: str, width: int, theme: str, language: str
) -> None:
    address = f"{demo_app}/?wall=1&boards={board}&lang={language}&reader=executive"
    shown = stands(visits, browser, address, width=width, theme=theme)
    assert shown.evaluate(BEYOND) == []
    assert [one for one in shown.locator(OTHERS).all() if one.is_visible()] == []
    assert shown.locator(".tk-wall-way").inner_text() == {"es": "Salir de la pared", "en": "Leave the wall"}[language]
    ground = shown.evaluate("getComputedStyle(document.querySelector('.tk-wall')).backgroundColor")
    assert (ground == "rgb(247, 248, 250)") == (theme == "light")
    if width == 1920:
        assert shown.evaluate(LEAST) >= 25.9
        assert grave(visits[0]) == []
    assert visits[0].complaints == visits[0].foreign == visits[0].failed == []


def test_the_boards_take_turns_and_the_theme_of_the_address_holds(
    demo_app: str, browser: Browser, visits: list[Visit]
) -> None:
    shown = stands(
        visits, browser, f"{demo_app}/?wall=1&boards=daily,weekly&every=15&theme=dark&lang=en&reader=manager"
    )
    first = shown.locator(".tk-wall-head h1").inner_text()
    shown.wait_for_function(
        "(first) => document.querySelector('.tk-wall-head h1').innerText !== first", arg=first, timeout=40_000
    )
    assert (
        shown.evaluate("getComputedStyle(document.querySelector('.tk-wall')).backgroundColor") != "rgb(247, 248, 250)"
    )
    shown.locator(".tk-wall-way").click()
    shown.wait_for_selector(".tk-header", timeout=60_000)
    assert "wall=" not in shown.url and "lang=en" in shown.url


def test_a_new_version_is_there_without_a_reload_and_a_silent_server_is_said(
    demo_folder: Path, browser: Browser, visits: list[Visit], tmp_path: Path
) -> None:
    folder = tmp_path / "warehouse"
    shutil.copytree(demo_folder, folder)
    now = versions.current(folder)
    with served(folder, tmp_path) as address:
        shown = stands(visits, browser, f"{address}/?wall=1&boards=daily")
        assert "Nueva Andina" not in shown.locator(".tk-wall-whose").inner_text()
        newer = versions.file_of(folder, now + 1)
        shutil.copy(versions.file_of(folder, now), newer)
        with duckdb.connect(str(newer)) as connection:
            connection.execute("update main.company set name = 'Nueva Andina'")
        versions.swap_pointer(folder, versions.write_pointer(folder, now + 1))
        shown.wait_for_function(
            "() => document.querySelector('.tk-wall-whose').innerText.includes('Nueva Andina')", timeout=60_000
        )
        assert not shown.locator(".tk-wall-still").is_visible()
    # The server has ended; the screen sees its last tick within two seconds, then a minute and more goes by.
    shown.wait_for_timeout(3000)
    shown.evaluate("() => { const now = Date.now; Date.now = () => now() + 70000; }")
    shown.wait_for_selector(".tk-wall-still", state="visible", timeout=10_000)


def test_the_picture_of_a_card_is_handed_out(demo_app: str, browser: Browser, visits: list[Visit]) -> None:
    visit = Visit(browser)
    visits.append(visit)
    shown = visit.open(f"{demo_app}/monthly?lang=en&reader=executive")
    with shown.expect_download(timeout=60_000) as taken:
        shown.locator('[class*="st-key-tk-png-plan"] button').first.click()
    assert taken.value.suggested_filename == "pulso-plan.png"
    assert Path(taken.value.path()).read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("name", ["daily", "weekly", "monthly"])
def test_a_picture_is_high_enough_for_all_that_stands_in_it(
    demo_folder: Path, browser: Browser, visits: list[Visit], name: str
) -> None:
    visit = Visit(browser)
    visits.append(visit)
    warehouse, low = open_warehouse(demo_folder, Settings(warehouse=demo_folder)), []
    for locale in ("es-CO", "en"):
        board = board_of(name, warehouse, locale)
        sheet = paper(warehouse, board, View(), Words(locale), at=datetime(2026, 11, 21, 12, tzinfo=UTC))
        for card in filter(has_picture, board.cards):
            html, height = page(sheet, card)
            visit.page.set_viewport_size({"width": WIDTH, "height": height})
            visit.page.set_content(html)
            if visit.page.evaluate("document.querySelector('main').scrollHeight") > height:
                low.append((locale, card.key))
    warehouse.close()
    assert low == []
