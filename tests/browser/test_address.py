"""What an address holds in a real browser: filters go along, Back undoes, a link shows another reader his own part."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.server import Visit, served

pytestmark = pytest.mark.browser

ACCESS = """
[[reader]]
name = "Ana"
level = "executive"
[[reader]]
name = "Beto"
level = "executive"
processes = ["service"]
"""


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    visited = Visit(browser)
    yield visited
    visited.close()


def choose(visit: Visit, page: str, key: str, option: str) -> None:
    """Choose one more value of a filter."""
    visit.page.locator(f".st-key-filter-{page}-{key} input").click()
    visit.page.get_by_role("option", name=option, exact=True).click()
    visit.page.keyboard.press("Escape")
    visit.settle()


def chosen(page: Page, board: str, key: str) -> list[str]:
    """The values of a filter in force, as the page writes them."""
    tags = page.locator(f".st-key-filter-{board}-{key} [data-tag]").all()
    return [str(one.get_attribute("aria-label")) for one in tags]


def go(visit: Visit, name: str, title: str) -> None:
    """Follow the navigation to another page."""
    visit.page.locator("[data-testid=stSidebarNav]").get_by_role("link", name=name, exact=True).click()
    visit.page.get_by_role("heading", level=1, name=title).wait_for(timeout=60_000)
    visit.settle()


def test_several_values_stand_in_the_address_by_id_and_on_the_page_by_name(demo_app: str, visit: Visit) -> None:
    page = visit.open(f"{demo_app}/daily?lang=en")
    choose(visit, "daily", "process", "Sales")
    choose(visit, "daily", "process", "Service")
    page.wait_for_url("**process=sales&process=service*")
    assert chosen(page, "daily", "process") == ["Sales", "Service"]
    assert page.locator("h1").inner_text() == "Sales, Service · day"


def test_back_undoes_the_last_filter_and_then_the_one_before(demo_app: str, visit: Visit) -> None:
    page = visit.open(f"{demo_app}/weekly?lang=en")
    choose(visit, "weekly", "tier", "High")
    choose(visit, "weekly", "tier", "Low")
    page.wait_for_url("**tier=high&tier=low*")
    for left in (["High"], []):
        page.go_back()
        page.wait_for_timeout(500)
        visit.settle()
        assert chosen(page, "weekly", "tier") == left


def test_back_undoes_the_language(demo_app: str, visit: Visit) -> None:
    page = visit.open(f"{demo_app}/weekly")
    assert page.locator("h1").inner_text() == "Gestión semanal"
    page.get_by_role("radio", name="English").click()
    page.get_by_role("heading", level=1, name="Weekly management").wait_for(timeout=60_000)
    visit.settle()
    page.go_back()
    page.get_by_role("heading", level=1, name="Gestión semanal").wait_for(timeout=60_000)
    visit.settle()
    assert "lang" not in page.url
    assert page.evaluate("document.documentElement.lang") == "es"


def test_filters_and_language_go_along_to_the_pages_that_have_them(demo_app: str, visit: Visit) -> None:
    page = visit.open(f"{demo_app}/weekly?lang=en&tier=high&tier=low&process=service")
    go(visit, "Monthly · executive", "Results of the month")
    assert chosen(page, "monthly", "tier") == ["High", "Low"]
    assert "tier=high&tier=low" in page.url and "lang=en" in page.url
    assert "process" not in page.url  # this board has no such filter, and says nothing of it
    assert page.locator(".tk-notice", has_text="process").count() == 0
    go(visit, "Journey", "Customer journey")
    assert chosen(page, "journey", "process") == ["Service"]
    go(visit, "Data", "Data")
    go(visit, "Weekly · management", "Weekly management")
    assert (chosen(page, "weekly", "tier"), chosen(page, "weekly", "process")) == (["High", "Low"], ["Service"])


def test_back_over_a_page_keeps_the_language(demo_app: str, visit: Visit) -> None:
    page = visit.open(f"{demo_app}/weekly?lang=en")
    go(visit, "Journey", "Customer journey")
    page.go_back()
    page.wait_for_timeout(500)
    visit.settle()
    assert page.evaluate("document.documentElement.lang") == "en"
    if "journey" in page.url:  # its own address, without and with the language, are two entries of the history
        page.go_back()
    page.get_by_role("heading", level=1, name="Weekly management").wait_for(timeout=60_000)
    assert page.evaluate("document.documentElement.lang") == "en"


def test_a_link_shows_another_reader_the_view_within_his_own_scope(
    demo_folder: Path, browser: Browser, tmp_path: Path
) -> None:
    file = tmp_path / "access.toml"
    file.write_text(ACCESS, encoding="utf-8")
    with served(demo_folder, tmp_path, CRM_ACCESS=str(file)) as address:
        ana, beto = Visit(browser), Visit(browser)
        page = ana.open(f"{address}/weekly?reader=Ana&tier=high&tier=medium&process=sales&process=service")
        seen = page.locator(".st-key-card-scorecard").inner_text()
        assert "Venta" in seen and "Servicio" in seen
        other = beto.open(page.url.replace("reader=Ana", "reader=Beto"))
        assert chosen(other, "weekly", "tier") == chosen(page, "weekly", "tier") == ["Alto", "Medio"]
        assert chosen(other, "weekly", "process") == ["Servicio"]
        told = other.locator("[data-testid=stMain]").inner_text()
        assert "«sales», que aquí no existe o que usted no puede ver" in told
        assert "Venta" not in other.locator(".st-key-card-scorecard").inner_text()
        ana.close()
        beto.close()
