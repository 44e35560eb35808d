"""A note as it is written in a browser: from the form of the week to its charts, a mention and its end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.server import Visit, served

pytestmark = pytest.mark.browser
TEXT = "Guion <b>nuevo</b> **ya** 🚧"
SAID = {
    "es": ("Agregar una nota", "Qué pasó", "Mencionar a", "Supervisor", "Guardar la nota", "Le mencionan",
           "Marcar como leída", "Cambiar una nota suya", "Retirarla", "Retirarla para todos", "Notas"),
    "en": ("Add a note", "What happened", "Mention", "Supervisor", "Save the note", "You are mentioned",
           "Mark as read", "Change a note of yours", "Take it back", "Take it back for everybody", "Notes"),
}  # fmt: skip


@pytest.fixture(scope="module", params=["es", "en"])
def app(
    request: pytest.FixtureRequest, demo_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, str]]:
    home = tmp_path_factory.mktemp(f"notes-{request.param}")
    with served(demo_folder, home, CRM_DATABASE=str(home / "office.sqlite")) as address:
        yield address, request.param


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    opened = Visit(browser)
    yield opened
    opened.close()


def test_a_note_goes_from_the_week_to_its_charts_to_who_is_mentioned_and_is_taken_back(
    app: tuple[str, str], visit: Visit
) -> None:
    address, language = app
    add, text, mention, who, save, mentioned, read, change, end, sure, notes = SAID[language]
    page = visit.open(f"{address}/weekly?reader=manager&lang={language}")
    expect(page.locator(".tk-notes")).to_have_count(0)
    with visit.answered():
        page.get_by_text(add, exact=True).click()
    page.get_by_label(text).fill(TEXT)
    page.get_by_label(mention, exact=True).click()
    page.get_by_role("option", name=who).click()
    page.keyboard.press("Escape")
    with visit.answered():
        page.get_by_role("button", name=save).click()
    listed = page.get_by_role("region", name=notes)
    expect(listed.first).to_contain_text(TEXT)
    expect(page.locator(".annotation-text", has_text="1").first).to_be_visible()
    assert any(TEXT in (one.get_attribute("aria-label") or "") for one in page.locator("[aria-label]").all())

    page = visit.open(f"{address}/daily?reader=supervisor&lang={language}")
    expect(page.get_by_role("heading", name=mentioned)).to_be_visible()
    with visit.answered():
        page.get_by_role("button", name=read).click()
    expect(page.get_by_role("heading", name=mentioned)).to_have_count(0)

    page = visit.open(f"{address}/weekly?reader=manager&lang={language}")
    with visit.answered():
        page.get_by_text(change, exact=True).click()
    with visit.answered():
        page.get_by_role("button", name=end, exact=True).click()
    with visit.answered():
        page.get_by_role("button", name=sure).click()
    expect(page.locator(".tk-notes")).to_have_count(0)
    assert visit.complaints == []
