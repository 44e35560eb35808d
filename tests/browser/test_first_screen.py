"""What each reader asks first stands on the first screen of its board, on a phone on two; the rest opens by a tap."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.server import SIZES, Visit

pytestmark = pytest.mark.browser
DESK, PHONE = 1440, 390
SCREENS = {DESK: 1, PHONE: 2}  # within so many the first answers stand
# The board, the question of its reader, where it is answered, and what of that place a phone has on its two screens.
ANSWERS = (
    ("daily", "Is today worse than usual?", ".tk-tiles", ""),
    ("daily", "Which team, what is broken?", ".st-key-card-attend", ""),
    ("daily", "Since when, and how far from its routine?", ".st-key-card-control", ".tk-card"),
    ("weekly", "Which process really changed?", ".tk-summary", ""),
    ("weekly", "How is the satisfaction of each process?", ".st-key-card-scorecard", ""),
    ("monthly", "Are we on plan?", ".tk-summary > b", ""),
    ("monthly", "What must be decided?", ".tk-summary", ""),
    ("monthly", "Per month or per year?", ".tk-tiles", ""),
    ("monthly", "What eats the base?", ".st-key-card-bridge", ""),
    ("monthly", "In which months was the plan missed?", ".st-key-card-plan", ".tk-card"),
)


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("width", [DESK, PHONE])
@pytest.mark.parametrize("page", ["daily", "weekly", "monthly"])
def test_the_first_questions_are_answered_on_the_first_screen(
    demo_app: str, browser: Browser, page: str, width: int, language: str
) -> None:
    visit = Visit(browser, width=width)
    opened = visit.open(f"{demo_app}/{page}?lang={language}")
    ends = {}
    for board, question, place, part in ANSWERS:
        if board == page:
            answer = opened.locator(f"{place} {part}" if width == PHONE else place).first
            assert answer.inner_text().strip(), question
            box = answer.bounding_box()
            ends[question] = round(box["y"] + box["height"]) if box else None
    visit.close()
    most = SIZES[width] * SCREENS[width]
    assert {question: end for question, end in ends.items() if end is None or end > most} == {}


def test_a_tap_on_the_finding_opens_the_card_and_its_chart_fits_it(demo_app: str, browser: Browser) -> None:
    visit = Visit(browser, width=PHONE)
    page = visit.open(f"{demo_app}/monthly?lang=es")
    card = page.locator(".st-key-card-cohorts, .st-key-card-course").last
    chart = card.locator("[data-testid=stPlotlyChart]")
    assert not chart.is_visible()
    card.locator("h2").click(force=True)  # what takes it lies over the title
    visit.settle()
    drawn, frame = chart.locator("svg.main-svg").first.bounding_box(), card.bounding_box()
    assert drawn and frame and frame["width"] - 40 < drawn["width"] < frame["width"]
    card.locator("h2").click(force=True)  # what takes it lies over the title
    assert not chart.is_visible()
    visit.close()


def test_an_opened_list_shows_its_first_rows_all_when_asked_and_stays_open(demo_app: str, browser: Browser) -> None:
    visit = Visit(browser, width=PHONE)
    page = visit.open(f"{demo_app}/process?lang=es")
    card = page.locator(".st-key-card-shares")
    card.locator("h2").click(force=True)  # what takes it lies over the title
    rows = card.locator("tbody tr")
    few = card.locator("tbody tr:visible").count()
    card.locator("[class*=st-key-tk-all-] label").first.click()
    page.wait_for_function("document.querySelectorAll('.st-key-card-shares tbody tr').length > 15", timeout=60_000)
    visit.settle()
    assert (few, card.locator("tbody tr:visible").count()) == (5, rows.count())
    visit.close()


def test_on_a_desk_nothing_is_folded(demo_app: str, browser: Browser) -> None:
    visit = Visit(browser, width=DESK)
    page = visit.open(f"{demo_app}/weekly?lang=es")
    assert page.locator(".tk-unfold, .tk-rest").count() > 3
    assert page.locator(".tk-unfold:visible, .tk-rest:visible").count() == 0
    assert (
        page.locator("[class*='st-key-card-'] .tk-footer:visible").count()
        == page.locator("[class*='st-key-card-'] .tk-footer").count()
    )
    visit.close()
