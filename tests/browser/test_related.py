"""The card of productivity and satisfaction of one process: its chart passes the checklist at both widths."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.server import Visit
from tests.browser.test_checklist import unfold, wrong

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "theme", "language"), [(1440, "light", "en"), (390, "dark", "es")])
def test_a_process_chosen_shows_its_tenths_with_words_for_those_who_do_not_see_them(
    demo_app: str, browser: Browser, width: int, theme: str, language: str
) -> None:
    visit = Visit(browser, width=width, theme=theme)
    page = visit.open(f"{demo_app}/weekly?process=service&lang={language}")
    visit.whole()
    unfold(visit)
    card = page.locator(".st-key-card-relations")
    assert card.locator("[data-testid=stPlotlyChart] svg .errorbars path").count() >= 10
    assert wrong(page) == {}
    assert (visit.foreign, visit.failed, visit.complaints) == ([], [], [])
    with page.expect_download() as waiting:
        page.locator(".st-key-tk-csv-relations button:visible").click()
    assert "pulso-relations" in waiting.value.suggested_filename
    visit.close()
