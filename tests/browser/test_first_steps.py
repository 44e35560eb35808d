"""The first steps in a real browser: once, beside the numbers and not over them, and again when asked for."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.server import Visit

pytestmark = pytest.mark.browser
OPEN = "document.querySelector('#tk-guide')?.matches(':popover-open') ?? false"
BOTTOM = "document.querySelector('[data-testid=stMain]').getBoundingClientRect().bottom"
TOPS = "[...document.querySelectorAll('.tk-tile, .tk-card')].map(one => one.getBoundingClientRect().top)"


def close(page: Page) -> None:
    page.locator("#tk-guide .tk-close").click()
    assert not page.evaluate(OPEN)


@pytest.mark.parametrize("width", [390, 1440])
def test_the_steps_are_shown_once_cover_nothing_and_come_back_when_asked_for(
    demo_app: str, browser: Browser, width: int
) -> None:
    visit = Visit(browser, width=width, first=True)
    page = visit.open(f"{demo_app}/daily?reader=supervisor")
    page.wait_for_function(OPEN)
    band = page.locator("#tk-guide").bounding_box()
    assert band is not None
    assert page.evaluate(BOTTOM) <= band["y"] + 0.5  # the page ends where the band begins
    assert band["y"] + band["height"] <= (page.viewport_size or {})["height"] + 0.5
    before = page.evaluate(TOPS)
    close(page)
    assert page.evaluate(TOPS) == before  # nothing moved
    visit.open(f"{demo_app}/daily?reader=supervisor")
    page.wait_for_timeout(300)
    assert not page.evaluate(OPEN)
    if width > 768:  # elsewhere the sidebar is folded
        page.get_by_role("button", name="Primeros pasos").click()
        assert page.evaluate(OPEN)
    assert (visit.foreign, visit.failed, visit.complaints) == ([], [], [])
    visit.close()


def test_a_change_of_language_leaves_the_steps_open_and_another_page_closes_them(
    demo_app: str, browser: Browser
) -> None:
    visit = Visit(browser, first=True)
    page = visit.open(f"{demo_app}/daily?reader=supervisor")
    page.wait_for_function(OPEN)
    page.get_by_role("radio", name="English").click()
    page.get_by_text("Look here first").wait_for(timeout=60_000)
    page.wait_for_function(OPEN)
    nav = page.locator("[data-testid=stSidebarNav]")
    for name, title in (("Glossary", "Glossary"), ("Daily · supervision", "All processes · day")):
        nav.get_by_role("link", name=name, exact=True).click()
        page.get_by_role("heading", level=1, name=title).wait_for(timeout=60_000)
        visit.settle()
        assert not page.evaluate(OPEN)
    visit.close()
