"""The keyboard alone reaches all that can be pressed, in reading order, and is seen to be there; Escape closes."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.server import PAGES, Visit

pytestmark = pytest.mark.browser
WALK = (Path(__file__).parent / "keyboard.js").read_text(encoding="utf-8")
RIGHT: dict[str, list[str]] = {"unreached": [], "unseen": [], "order": []}
CUSTOMER = "customer=crm:C000001"  # its file is the page; without one there is a search alone


def walked(page: Page) -> dict[str, list[str]]:
    """What is wrong with the way of the focus from the top of the page until it comes round again."""
    page.evaluate(WALK)
    for step in range(page.evaluate("walk.count()") + 40):
        page.keyboard.press("Tab")
        if step % 25 == 24 and page.evaluate("walk.again()"):
            break
    page.keyboard.press("Escape")  # the walk may end on a calendar, which opens as it is reached
    page.evaluate("walk.rest()")
    page.wait_for_timeout(200)
    found: dict[str, list[str]] = page.evaluate("walk.told()")
    return found


@pytest.fixture
def visit(browser: Browser) -> Visit:
    visited = Visit(browser)
    visited.page.emulate_media(reduced_motion="reduce")  # else a frame is still on its way to its colour
    return visited


@pytest.mark.parametrize("page", PAGES)
def test_tab_reaches_all_that_can_be_pressed_in_order_and_is_seen(demo_app: str, visit: Visit, page: str) -> None:
    asked = f"&{CUSTOMER}" if page == "customer" else ""
    opened = visit.open(f"{demo_app}/{page}?lang=es{asked}")
    found = walked(opened)
    visit.close()
    assert found == RIGHT


def test_the_walk_finds_what_the_keyboard_misses(demo_app: str, visit: Visit) -> None:
    page = visit.open(f"{demo_app}/explore?lang=es")
    page.evaluate(
        "() => { document.querySelector('.tk-header').insertAdjacentHTML('beforeend', '<a href=\"#\""
        ' style="outline:none">unseen</a><div role="button">lost</div>\');'
        " document.querySelector('.st-key-card-trend .tk-open').tabIndex = 5; }"
    )
    found = walked(page)
    visit.close()
    assert [one.split(" ", 1)[1] for one in (*found["unseen"], *found["unreached"])] == ['"unseen"', '"lost"']
    assert found["order"] != []


def test_a_trap_is_found(demo_app: str, visit: Visit) -> None:
    page = visit.open(f"{demo_app}/explore?lang=es")
    page.evaluate(
        "() => document.addEventListener('keydown', (event) => {"
        " if (event.target.matches('[data-testid=stMain] button')) event.preventDefault(); }, true)"
    )
    found = walked(page)
    visit.close()
    assert len(found["unreached"]) > 3


def test_what_a_name_opens_is_opened_by_enter_and_closed_by_escape(demo_app: str, visit: Visit) -> None:
    page = visit.open(f"{demo_app}/daily?lang=es")
    for opener in (
        page.locator(".tk-tile .tk-open").first,
        page.locator("[class*=st-key-card-] .tk-footer .tk-open").first,
    ):
        opener.focus()
        page.keyboard.press("Enter")
        assert page.locator(".tk-pop:popover-open").count() == 1
        page.keyboard.press("Escape")
        assert page.locator(".tk-pop:popover-open").count() == 0
        assert opener.evaluate("one => one === document.activeElement")
    visit.close()


def test_a_choice_is_opened_moved_in_and_closed_without_a_mouse(demo_app: str, visit: Visit) -> None:
    page = visit.open(f"{demo_app}/daily?lang=es")
    page.locator(".st-key-filter-daily-process input").focus()
    page.keyboard.press("ArrowDown")
    page.locator("[role=listbox]").wait_for()
    page.keyboard.press("Escape")
    page.locator("[role=listbox]").wait_for(state="detached")
    visit.close()


def test_a_folded_card_and_the_things_behind_a_summary_open_by_a_key(demo_app: str, browser: Browser) -> None:
    visit = Visit(browser, width=390)
    page = visit.open(f"{demo_app}/weekly?lang=es")
    fold = page.locator(".st-key-card-gaps .tk-unfold summary")
    fold.focus()
    page.keyboard.press("Enter")
    assert page.locator(".st-key-card-gaps .tk-grid").is_visible()
    page.keyboard.press("Space")
    assert not page.locator(".st-key-card-gaps .tk-grid").is_visible()
    visit.close()
