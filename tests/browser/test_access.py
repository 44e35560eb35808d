"""Who sees little: axe-core finds nothing grave of ours on any page."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.server import PAGES, ROOT, Visit

pytestmark = pytest.mark.browser
# `.ci/run` brings it from npm, for the tests alone: npm install --prefix .axe --no-save axe-core@4.14.1
AXE = ROOT / ".axe" / "node_modules" / "axe-core" / "axe.min.js"
# What Streamlit 1.67 itself does wrong: its navigation puts <header> and <section> between a list and its items.
STREAMLIT = {"list": "stSidebarNav", "listitem": "stSidebarNav"}
GRAVE = """async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
  .filter((one) => ["serious", "critical"].includes(one.impact))
  .flatMap((one) => one.nodes.map((node) => {
    const found = document.querySelector(node.target.at(-1));
    return [one.id, found?.closest("[data-testid^=stSidebarNav]") ? "stSidebarNav" : "", node.html.slice(0, 120)];
  }))"""


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Visit]:
    """One browser for all pages."""
    visited = Visit(browser)
    yield visited
    visited.close()


@pytest.fixture
def visit(window: Visit) -> Visit:
    return window.anew()


def axe() -> str:
    """The text of axe-core; without it the test is skipped, on CI it fails."""
    if not Path(AXE).exists():
        say = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        say("no axe-core here: npm install --prefix .axe --no-save axe-core@4.14.1")
    return AXE.read_text(encoding="utf-8")


def grave(visit: Visit) -> list[list[Any]]:
    """The serious and critical violations on the page that are ours: rule, place, element."""
    visit.page.evaluate(axe())
    found: list[list[Any]] = visit.page.evaluate(GRAVE)
    return [one for one in found if STREAMLIT.get(one[0]) != one[1]]


@pytest.mark.parametrize("page", PAGES)
def test_no_grave_violation_of_a_page_is_ours(demo_app: str, visit: Visit, page: str) -> None:
    visit.open(f"{demo_app}/{page}?lang={'en' if PAGES.index(page) % 2 else 'es'}")
    assert grave(visit) == []


def test_a_picture_without_words_and_a_button_without_a_name_are_found(demo_app: str, visit: Visit) -> None:
    page = visit.open(f"{demo_app}/daily")
    page.evaluate("document.querySelector('.tk-tile img').removeAttribute('alt')")
    page.evaluate("document.querySelector('.tk-tile').append(document.createElement('button'))")
    assert {one[0] for one in grave(visit)} >= {"image-alt", "button-name"}
