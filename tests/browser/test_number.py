"""From a number to its rows in a real browser: two clicks, an address that anybody may open again, files that open."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from python_calamine import CalamineWorkbook

from tests.browser.server import CHECKLIST, Visit

pytestmark = pytest.mark.browser
NUMBER = "number?metric=csat&every=week&until=2026-11-15"


def test_two_clicks_lead_from_a_tile_to_its_rows_and_its_address_restores_them(
    demo_app: str, browser: Browser, tmp_path: Path
) -> None:
    visit, fresh = Visit(browser), Visit(browser)
    page = visit.open(f"{demo_app}/daily?lang=en&team=Digital")
    value = page.locator(".tk-value").first.inner_text()
    page.locator(".tk-tile .tk-open").first.click()
    page.locator(".tk-pop:popover-open .tk-go").click()
    page.wait_for_url("**/number?**")
    visit.settle()
    assert "team=Digital" in page.url and "lang=en" in page.url
    rows = page.locator("[class*=st-key-card-rows-0] tbody tr")
    assert rows.count() > 0
    said = page.locator(".tk-entry dd").first.inner_text()
    assert "".join(said.split()) == "".join(value.split())
    again = fresh.open(page.url)
    assert again.locator("main").inner_text() == page.locator("main").inner_text()
    with page.expect_download() as made:
        page.get_by_role("button", name="All rows as Excel").click()
    file = tmp_path / "rows.xlsx"
    made.value.save_as(file)
    lines = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    assert len(lines) > rows.count()
    assert (visit.failed, visit.complaints, fresh.failed) == ([], [], [])
    visit.close()
    fresh.close()


@pytest.mark.parametrize(("width", "theme", "language"), [(1440, "light", "es"), (390, "dark", "en")])
@pytest.mark.parametrize("asked", [NUMBER, "number?metric=nothing", "number?metric=customer_churn_rate&every=month"])
def test_the_page_of_a_number_passes_the_checklist(
    demo_app: str, browser: Browser, asked: str, width: int, theme: str, language: str
) -> None:
    visit = Visit(browser, width=width, theme=theme)
    page = visit.open(f"{demo_app}/{asked}&lang={language}")
    visit.whole()
    assert page.evaluate(CHECKLIST) == {}
    assert (visit.foreign, visit.failed, visit.complaints) == ([], [], [])
    visit.close()


def test_a_gap_of_the_week_leads_to_what_explains_it_and_each_part_to_its_rows(demo_app: str, browser: Browser) -> None:
    visit = Visit(browser)
    page = visit.open(f"{demo_app}/weekly?lang=en")
    page.locator("[class*=st-key-card-gaps] a[href*='first_response_sla'][href*='gap=objective']").first.click()
    page.wait_for_url("**/number?**")
    visit.settle()
    card = page.locator("[class*=st-key-card-explained]")
    assert "Gap to the objective · by team · the parts add up to it" in card.inner_text()
    whole, part = (card.locator("tbody tr").nth(row) for row in (0, 1))
    assert whole.locator("th").inner_text() == "The whole"
    value = part.locator("td").nth(1).inner_text()
    part.locator("td").nth(1).locator("a").click()
    page.wait_for_url("**team=**")
    visit.settle()
    assert page.locator(".tk-entry dd").first.inner_text() == value
    assert page.locator("[class*=st-key-card-rows-0] tbody tr").count() > 0
    assert (visit.failed, visit.complaints) == ([], [])
    visit.close()
