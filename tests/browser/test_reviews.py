"""A meeting as it is clicked, in both languages: begun, a decision written, closed, and opened again as it was read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.server import Visit, served

pytestmark = pytest.mark.browser

SAID = {
    "es": {
        "begin": "Empezar: Reunión semanal", "text": "Qué se dijo o se decidió", "owner": "Responsable",
        "due": "Vence", "write": "Escribir en el acta", "close": "Cerrar la reunión", "closed": "cerrada",
        "all": "Ver todas las reuniones", "open": "Una decisión está abierta", "same": "0 de las",
    },
    "en": {
        "begin": "Begin: Weekly review", "text": "What was said or decided", "owner": "Owner",
        "due": "Due", "write": "Write it down", "close": "Close the review", "closed": "closed",
        "all": "See all reviews", "open": "One decision is open", "same": "0 of the",
    },
}  # fmt: skip


@pytest.fixture(params=["es", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def app(demo_folder: Path, tmp_path: Path) -> Iterator[str]:
    with served(demo_folder, tmp_path, CRM_DATABASE=str(tmp_path / "office.sqlite")) as address:
        yield address


@pytest.fixture
def marta(browser: Browser) -> Iterator[Visit]:
    opened = Visit(browser)
    yield opened
    opened.close()


def test_a_weekly_review_is_held_and_opened_again(app: str, marta: Visit, language: str) -> None:
    said = SAID[language]
    page = marta.open(f"{app}/reviews?reader=manager&lang={language}")
    with marta.answered():
        page.get_by_role("button", name=said["begin"]).click()
    assert "review=" in page.url
    page.get_by_label(said["text"]).fill("Turno doble los lunes")
    page.get_by_label(said["owner"]).fill("Luis Paz")
    page.get_by_role("group", name=said["due"]).get_by_role("spinbutton").first.click()
    page.keyboard.type("15122026")
    with marta.answered():
        page.get_by_role("button", name=said["write"]).click()
    main = page.locator("[data-testid=stMain]")
    expect(main.locator('[class*="st-key-card-review_minutes"]')).to_contain_text("Turno doble los lunes")
    with marta.answered():
        page.get_by_role("button", name=said["close"]).click()
    expect(page.locator(".tk-header")).to_contain_text(said["closed"])
    expect(main.locator('[class*="st-key-card-review_moved"]')).to_contain_text(said["same"])
    assert page.get_by_role("button", name=said["write"]).count() == 0
    with marta.answered():
        page.get_by_role("button", name=said["all"]).click()
    expect(main).to_contain_text(said["open"])
    page.get_by_role("link", name=re.compile("Turno doble los lunes")).click()
    expect(page.locator(".tk-header")).to_contain_text(said["closed"])
    assert marta.complaints == []
