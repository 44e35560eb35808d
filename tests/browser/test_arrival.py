"""A page does not jump while it comes, whoever opens it and from where; what fails or is slow is seen all the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.server import Visit, served

pytestmark = pytest.mark.browser
MOST = 0.1
WAITS = "document.documentElement.classList.contains('tk-waits')"


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    visited = Visit(browser)
    yield visited
    visited.close()


def test_going_from_page_to_page_pushes_nothing(demo_app: str, visit: Visit) -> None:
    page = visit.open(f"{demo_app}/weekly")
    pushed = {}
    for name in ("monthly", "journey", "data", "weekly"):
        page.evaluate("[window.pushed, window.acted] = [0, false]")  # what follows this click counts
        page.locator(f"[data-testid=stSidebarNavLink][href*='/{name}']").click()
        page.wait_for_url(f"**/{name}*")
        visit.settle()
        pushed[name] = page.evaluate("window.pushed")
    assert {name: much for name, much in pushed.items() if much > MOST} == {}


def test_while_another_page_comes_the_sidebar_stays(demo_app: str, visit: Visit) -> None:
    page = visit.open(f"{demo_app}/weekly")
    seen = "getComputedStyle(document.querySelector('[data-testid=stSidebarNav]')).visibility"
    page.evaluate(
        "() => new MutationObserver(() => { if (document.documentElement.classList.contains('tk-waits'))"
        f" window.stayed = {seen}; }}).observe(document.documentElement, {{ attributes: true }})"
    )
    page.locator("[data-testid=stSidebarNavLink][href*='/overview']").click()
    page.wait_for_url("**/overview*")
    visit.settle()
    assert page.evaluate("window.stayed") in ("visible", None)  # a page that is kept may come without a wait
    page.evaluate(f"() => {{ document.documentElement.classList.add('tk-waits'); window.waited = {seen}; }}")
    assert page.evaluate("window.waited") == "visible"


def test_of_the_same_page_the_old_stays_until_the_new_is_there_and_the_keyboard_is_not_lost(
    demo_app: str, visit: Visit
) -> None:
    page = visit.open(f"{demo_app}/customers")
    page.locator("[data-testid=stMain] button").first.focus()
    page.evaluate(  # as where more stands on the page than before: what comes first takes the place of the last
        "() => new Promise((seen) => { document.querySelector('.tk-ready').remove();"
        " requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(seen, 100))); })"
    )
    assert not page.evaluate(WAITS)
    assert page.evaluate("document.activeElement.tagName") == "BUTTON"


def test_a_company_without_data_and_a_reader_who_is_refused_see_why(browser: Browser, tmp_path: Path) -> None:
    access = tmp_path / "access.toml"
    access.write_text('[[reader]]\nname = "Ana"\nlevel = "supervisor"\n', encoding="utf-8")
    with served(tmp_path / "warehouse", tmp_path, CRM_ACCESS=str(access)) as address:
        for at in ("/?reader=Nadie", "/no-such-page", "/data?lang=en"):
            visit = Visit(browser)
            page = visit.open(f"{address}{at}")
            assert not page.evaluate(WAITS)
            assert page.locator("[class*='st-key-card-']").first.is_visible()
            assert page.evaluate("window.pushed") <= MOST
            visit.close()


def test_a_page_that_never_comes_is_shown_as_far_as_it_came(demo_app: str, visit: Visit) -> None:
    page = visit.page
    page.clock.install()
    page.route_web_socket("**/_stcore/stream", lambda _: None)  # a server that says nothing
    page.goto(f"{demo_app}/weekly")
    page.wait_for_selector(".stApp", state="attached")
    assert page.evaluate(WAITS)
    page.clock.fast_forward(21_000)
    page.wait_for_function(f"() => !{WAITS}", timeout=10_000)
