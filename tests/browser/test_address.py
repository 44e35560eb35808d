"""What an address holds in a real browser: filters go along, Back undoes, a link shows another reader his own part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from crm_metrics.warehouse.store import Warehouse, open_warehouse
from tests.browser.server import Visit, served

pytestmark = pytest.mark.browser

ACCESS = """
[[reader]]
name = "Ana"
level = "executive"
personal = true
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
        with visit.answered():
            page.go_back()
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
    with visit.answered():
        page.go_back()
    assert page.evaluate("document.documentElement.lang") == "en"
    if "journey" in page.url:  # its own address, without and with the language, are two entries of the history
        page.go_back()
    page.get_by_role("heading", level=1, name="Weekly management").wait_for(timeout=60_000)
    assert page.evaluate("document.documentElement.lang") == "en"


@pytest.fixture(scope="module")
def guarded(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app for readers whom the access file names."""
    home = tmp_path_factory.mktemp("guarded")
    (home / "access.toml").write_text(ACCESS, encoding="utf-8")
    with served(demo_folder, home, CRM_ACCESS=str(home / "access.toml")) as address:
        yield address


@pytest.fixture(scope="module")
def company(demo_folder: Path) -> Iterator[Warehouse]:
    with closing(open_warehouse(demo_folder)) as opened:
        yield opened


def both(browser: Browser, address: str) -> tuple[str, str, Page, list[Visit]]:
    """What Ana sees at an address, and what Beto sees at hers in a browser of his own; his page, and both to close."""
    visits = [Visit(browser), Visit(browser)]
    hers = visits[0].open(address)
    his = visits[1].open(hers.url.replace("reader=Ana", "reader=Beto"))
    told = [page.locator("[data-testid=stMain]").inner_text() for page in (hers, his)]
    assert parse_qs(urlsplit(his.url).query)["reader"] == ["Beto"]
    return told[0], told[1], his, visits


def spoken(words: set[str], text: str) -> set[str]:
    """Those words that a text says, as whole words."""
    return {one for one in words if one in text and re.search(rf"(?<![\w.]){re.escape(one)}(?!\w)", text)}


def outside(company: Warehouse) -> set[str]:
    """The teams, people and points of contact that are not of service."""
    named = company.fetch(
        "select unnest([name, team]) from main.agent where process <> 'service'"
        " union select name from main.touchpoint where process <> 'service'"
        " except select unnest([name, team]) from main.agent where process = 'service'"
    )
    return {name for (name,) in named} - {"Retención"}  # also the name of a process


@pytest.mark.parametrize(("board", "card"), [("weekly", "scorecard"), ("journey", "touchpoints")])
def test_a_link_shows_another_reader_the_view_within_his_own_scope(
    guarded: str, company: Warehouse, browser: Browser, board: str, card: str
) -> None:
    asked = "reader=Ana&tier=high&tier=medium&process=sales&process=service"
    hers, his, page, visits = both(browser, f"{guarded}/{board}?{asked}")
    assert chosen(page, board, "tier") == ["Alto", "Medio"]
    assert chosen(page, board, "process") == ["Servicio"]
    assert "«sales», que aquí no existe o que usted no puede ver" in his
    shown = page.locator(f".st-key-card-{card}").inner_text()
    assert "Servicio" in shown and "Venta" not in shown and "Venta" in hers
    assert spoken(outside(company), hers) or board == "weekly"  # the weekly board names few
    assert not spoken(outside(company), his)
    for visit in visits:
        visit.close()


def test_a_link_to_customers_shows_another_reader_those_of_his_part_and_no_name(
    guarded: str, company: Warehouse, browser: Browser
) -> None:
    asked = "axes=segment&row=high&order=name"
    hers, his, page, visits = both(browser, f"{guarded}/customers?reader=Ana&{asked}")
    assert parse_qs(asked).items() <= parse_qs(urlsplit(page.url).query).items()  # back with her, it is her view again
    persons = company.fetch("select unnest([name, email, phone]) as told from main.customer")
    names = {told for (told,) in persons if told}
    assert spoken(names, hers) and not spoken(names, his)
    met = {one for (one,) in company.fetch(
        "select customer_id from main.interaction where process = 'service'"
        " union select customer_id from main.work_item where process = 'service'"
    )}  # fmt: skip
    listed = set(re.findall(r"crm:C\d{6}", his))
    assert listed and listed <= met
    assert "Ingreso" not in page.locator(".st-key-card-list").inner_text()  # what they are worth is not of his part
    for visit in visits:
        visit.close()
