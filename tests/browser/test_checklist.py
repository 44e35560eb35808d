"""The visual checklist on every page, at both widths, in both themes and languages; and the checklist on faults."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.server import CHECKLIST, PAGES, Visit, served

pytestmark = pytest.mark.browser
THEMES, LANGUAGES = ("light", "dark"), ("es", "en")
WIDTHS = (390, 768, 1440)  # a phone, a tablet, a desk; `make screens` looks at those between and beyond too


def ways() -> list[tuple[str, int, str, str]]:
    """Page, width, theme and language, so that any two values meet; `make screens` has them all."""
    return [
        (page, width, THEMES[(row + column) % 2], LANGUAGES[(row + column // 2) % 2])
        for row, page in enumerate(PAGES)
        for column, width in enumerate(WIDTHS)
    ]


CHOICE = ".st-key-filter-daily-process input"
CHOSEN = ".st-key-filter-daily-process [data-tag]"

# A fault for each rule, as it might slip into a page.
FAULTS = {
    "contrast": "document.querySelector('.tk-sub').style.color = '#c8ccd2'",
    "labels": "(() => { const [a, b] = document.querySelectorAll('[data-testid=stPlotlyChart] svg .xtick text');"
    " b.parentNode.parentNode.append(a.parentNode.cloneNode(true)); })()",
    "card": "document.querySelector('.tk-footer').remove()",
    "overflow": "(() => { const wide = document.createElement('div'); wide.style.cssText = 'width:2000px;height:9px';"
    " document.querySelector('.tk-header').parentNode.append(wide); })()",
    "clipped": "(() => { const title = document.querySelector('.tk-card h2');"
    " title.style.cssText = 'width:40px;overflow:hidden;white-space:nowrap'; })()",
    "cell": "(() => { const cell = document.querySelector('.tk-grid td.tk-is-number');"
    " cell.style.cssText = 'display:block;width:8px;white-space:nowrap'; })()",
    "alt": "document.querySelector('.tk-tile img').alt = ''",
    "target": "document.querySelector('.tk-tile .tk-open').style.cssText = 'min-height:0;height:12px'",
    "language": "document.querySelector('.tk-sub').textContent = 'Last day: 3 Aug'",
    "much": "document.querySelector('.tk-tiles').append(document.querySelector('.tk-tile').cloneNode(true))",
    "half": "(() => { const table = document.querySelector('.tk-scroll'), row = table.querySelectorAll('tbody tr')[1];"
    " table.style.cssText = 'overflow-y:auto;max-height:' +"
    " (row.getBoundingClientRect().top + 12 - table.getBoundingClientRect().top) + 'px'; })()",
    "hollow": "document.querySelector('.st-key-card-attend').style.minHeight = '3000px'",
    "error": "document.querySelector('.tk-header').parentNode.insertAdjacentHTML('beforeend',"
    " '<div data-testid=\"stException\">broken</div>')",
}


@pytest.fixture
def visit(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Visit]:
    width, theme = getattr(request, "param", (1440, "light"))
    visited = Visit(browser, width=width, theme=theme)
    yield visited
    visited.close()


@pytest.fixture(scope="module")
def windows(browser: Browser) -> Iterator[dict[tuple[int, str], Visit]]:
    """A browser of each width and theme, for all pages that are looked at with it."""
    opened: dict[tuple[int, str], Visit] = {}
    yield opened
    for one in opened.values():
        one.close()


@pytest.fixture
def window(browser: Browser, windows: dict[tuple[int, str], Visit], request: pytest.FixtureRequest) -> Visit:
    width, theme = request.param
    if (width, theme) not in windows:
        windows[width, theme] = Visit(browser, width=width, theme=theme)
    return windows[width, theme].anew()


def wrong(page: Page) -> dict[str, list[str]]:
    """What the checklist finds on the page."""
    found: dict[str, list[str]] = page.evaluate(CHECKLIST)
    return found


def unfold(visit: Visit) -> None:
    """Open all that a phone shows by a tap; on a wider screen nothing is folded."""
    shut = visit.page.locator(":is(.tk-unfold, .tk-rest):not([open]) > summary:visible")
    while shut.count():  # what one opens may hold another
        shut.first.click()
    visit.whole()


def test_every_two_values_of_page_width_theme_and_language_meet() -> None:
    every = (PAGES, WIDTHS, THEMES, LANGUAGES)
    for a, b in combinations(range(4), 2):
        assert {(way[a], way[b]) for way in ways()} == set(product(every[a], every[b]))


@pytest.mark.parametrize(
    ("page", "window", "language"), [(page, (w, t), one) for page, w, t, one in ways()], indirect=["window"]
)
def test_every_page_passes_the_checklist(demo_app: str, window: Visit, page: str, language: str) -> None:
    opened = window.open(f"{demo_app}/{page}?lang={language}")
    window.whole()
    assert wrong(opened) == {}
    unfold(window)
    assert wrong(opened) == {}
    assert opened.evaluate("document.documentElement.lang") == language
    assert (window.foreign, window.failed, window.complaints) == ([], [], [])


@pytest.mark.parametrize("visit", [(1440, "light"), (390, "dark")], indirect=True)
def test_the_file_of_a_customer_passes_the_checklist(demo_app: str, visit: Visit) -> None:
    page = visit.open(f"{demo_app}/customer?customer=crm:C000001&lang=es")
    visit.whole()
    assert wrong(page) == {}
    assert page.locator("[class*='st-key-card-']").count() == 9
    unfold(visit)
    assert wrong(page) == {}


def test_the_checklist_finds_each_fault(demo_app: str, visit: Visit) -> None:
    page = visit.open(f"{demo_app}/daily")
    visit.whole()
    assert wrong(page) == {}
    page.evaluate("() => { window.kept = document.querySelector('[data-testid=stMain]').cloneNode(true) }")
    page.evaluate("() => { delete window.pushed; Object.defineProperty(window, 'pushed', { value: 0 }) }")  # ours push
    missed = []
    for rule, fault in FAULTS.items():
        page.evaluate(fault)
        if rule not in wrong(page):
            missed.append(rule)
        page.evaluate("document.querySelector('[data-testid=stMain]').replaceWith(window.kept.cloneNode(true))")
        assert wrong(page) == {}
    assert missed == []


def test_what_jumps_is_found(demo_app: str, visit: Visit) -> None:
    page = visit.open(f"{demo_app}/daily")
    assert "jump" not in wrong(page)
    page.evaluate(
        "() => { const late = document.createElement('div'); late.style.height = '500px';"
        " document.querySelector('[data-testid=stMainBlockContainer]').prepend(late); }"
    )
    page.wait_for_timeout(500)
    assert "jump" in wrong(page)


@pytest.mark.parametrize("visit", [(390, "light")], indirect=True)
def test_a_page_too_long_for_a_thumb_is_found_until_the_reader_opens_more(demo_app: str, visit: Visit) -> None:
    page = visit.open(f"{demo_app}/weekly")
    page.evaluate("document.querySelector('.tk-header').parentNode.style.paddingBottom = '4220px'")
    assert "long" in wrong(page)
    page.locator(".tk-unfold summary").first.click()
    assert "long" not in wrong(page)


def test_a_count_that_differs_from_its_list_is_found(demo_app: str, visit: Visit) -> None:
    page = visit.open(f"{demo_app}/catalogue")
    page.locator("[class*=st-key-tk-all-] label").first.click()
    page.wait_for_function("document.querySelectorAll('.tk-grid tbody tr').length > 100", timeout=60_000)
    visit.settle()
    assert wrong(page) == {}
    page.evaluate("document.querySelector('.tk-grid tbody tr').remove()")
    assert "count" in wrong(page)


def test_the_cases_behind_a_thing_to_attend_are_none_of_its_list(demo_app: str, visit: Visit) -> None:
    page = visit.open(f"{demo_app}/daily")
    page.evaluate(
        "document.querySelector('.st-key-card-attend .tk-card').insertAdjacentHTML('afterend', '<div class=\"st-key-tk-"
        "all-attend\">' + (document.querySelectorAll('.st-key-card-attend .tk-attend').length + 1) + '<input></div>')"
    )
    assert page.locator(".st-key-card-attend .tk-code tbody tr").count() > 3
    assert "count" not in wrong(page)


def test_numbers_of_before_are_dimmed_until_the_new_ones_stand(demo_app: str, visit: Visit) -> None:
    page = visit.open(f"{demo_app}/weekly")
    page.evaluate(
        "() => { window.dimmest = 1; setInterval(() => { for (const old of document.querySelectorAll("
        "'[data-testid=stMain] [data-stale=true] .tk-grid')) window.dimmest = Math.min(window.dimmest,"
        " Number(getComputedStyle(old.closest('[data-stale=true]')).opacity)); }, 20) }"
    )
    page.locator(".st-key-filter-weekly-tier input").click()
    page.get_by_role("option", name="Alto", exact=True).click()
    page.wait_for_url("**tier=high*")
    visit.settle()
    assert page.evaluate("window.dimmest") < 0.6
    assert page.locator("[data-stale=true]").count() == 0


def test_a_filter_survives_in_the_address(demo_app: str, visit: Visit, browser: Browser) -> None:
    page = visit.open(f"{demo_app}/daily")
    page.locator(CHOICE).click()
    page.get_by_role("option", name="Venta", exact=True).click()
    page.wait_for_url("**process=sales*")
    visit.settle()
    fresh, english = Visit(browser), Visit(browser)
    again = fresh.open(page.url)
    assert again.locator(".tk-tiles").inner_text() == page.locator(".tk-tiles").inner_text()
    tag = english.open(page.url + "&lang=en").locator(CHOSEN)
    assert tag.get_attribute("aria-label") == "Sales"
    fresh.close()
    english.close()


def test_turning_the_phone_keeps_the_heat_map(demo_app: str, browser: Browser) -> None:
    visit = Visit(browser, width=390)
    page = visit.open(f"{demo_app}/daily")
    page.locator(".st-key-card-hours .tk-unfold summary").click()
    page.locator(".st-key-card-staffing .tk-unfold summary").click()
    cells = [page.locator(".tk-heat .tk-cell").count()]
    for size in ({"width": 844, "height": 390}, {"width": 390, "height": 844}):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.wait_for_timeout(300)
        cells.append(page.locator(".tk-heat .tk-cell:visible").count())
    visit.close()
    assert cells[0] > 5
    assert len(set(cells)) == 1


@pytest.mark.parametrize("width", [700, 768, 1024])
def test_on_a_tablet_the_title_is_free_and_each_card_has_the_whole_width(
    demo_app: str, browser: Browser, width: int
) -> None:
    visit = Visit(browser, width=width)
    page = visit.open(f"{demo_app}/daily?lang=es")
    title = page.locator(".tk-header h1").bounding_box()
    logo = page.locator('[data-testid="stHeaderLogo"]')
    over = logo.bounding_box() if logo.count() else None  # it stands over the page while the sidebar is folded
    places = [page.locator(f".st-key-card-{key}").bounding_box() for key in ("attend", "control", "hours")]
    visit.close()
    assert title and (over is None or title["y"] >= over["y"] + over["height"])
    assert (over is None) == (width > 768)
    lefts = {round(place["x"]) for place in places if place}
    assert len(lefts) == 1


def test_the_name_of_a_tile_opens_its_definition(demo_app: str, visit: Visit) -> None:
    page = visit.open(f"{demo_app}/daily")
    page.locator(".tk-tile .tk-open").first.click()
    opened = page.locator(".tk-pop:popover-open")
    assert "Qué significa" in opened.inner_text()
    page.keyboard.press("Escape")
    assert page.locator(".tk-pop:popover-open").count() == 0


def test_the_name_of_an_agent_opens_their_days(demo_app: str, visit: Visit) -> None:
    page = visit.open(f"{demo_app}/daily")
    name = page.locator(".tk-grid .tk-open").first
    name.click()
    opened = page.locator(".tk-pop:popover-open")
    assert opened.locator("h3").inner_text() == name.inner_text()
    assert opened.locator("dd").count() > 2


def test_a_deep_link_right_after_the_start_shows_the_board_in_its_frame(
    browser: Browser, tmp_path: Path, demo_folder: Path
) -> None:
    visit = Visit(browser)
    with served(demo_folder, tmp_path) as address:
        page = visit.open(f"{address}/weekly?lang=en")
        assert page.locator("[data-testid=stSidebarNav]").inner_text().count("·") == 3
        assert page.locator("h1").inner_text() == "Weekly management"
        visit.close()


def test_a_table_comes_as_a_file_with_the_ids_of_its_metrics(demo_app: str, visit: Visit) -> None:
    page = visit.open(f"{demo_app}/weekly")
    with page.expect_download() as waiting:
        page.locator(".st-key-tk-csv-scorecard button:visible").click()
    told = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    assert "Preventa;" in told
    assert "\ncsat;" in told.replace("\r", "")


def test_a_phone_shows_first_the_processes_with_a_signal_and_all_when_asked(demo_app: str, browser: Browser) -> None:
    visit = Visit(browser, width=390)
    page = visit.open(f"{demo_app}/weekly")
    rows = page.locator(".st-key-card-scorecard tbody tr:visible")
    few = rows.count()
    page.get_by_text("Ver todas las filas").click()
    visit.settle()
    assert (0 < few < 14, rows.count()) == (True, 14)
    visit.close()


def test_the_parts_of_the_tiles_of_a_row_stand_at_one_height(demo_app: str, visit: Visit) -> None:
    page = visit.open(f"{demo_app}/daily")
    for part in (".tk-value", ".tk-goal", ".tk-spark", ".tk-chip", ".tk-foot"):
        tops = {round(one.bounding_box()["y"]) for one in page.locator(f".tk-tile {part}").all()}  # type: ignore[index]
        assert len(tops) == 1, part
