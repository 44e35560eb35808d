"""A gap on its way, as it is clicked: from the weekly board to a draft, agreed, running, and back from the gap."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.server import Visit, served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def app(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("plans")
    with served(demo_folder, home, CRM_DATABASE=str(home / "office.sqlite")) as address:
        yield address


@pytest.fixture
def marta(browser: Browser) -> Iterator[Visit]:
    opened = Visit(browser)
    yield opened
    opened.close()


def test_a_gap_of_the_week_becomes_a_plan_that_runs(app: str, marta: Visit) -> None:
    page = marta.open(f"{app}/weekly?reader=manager")
    page.get_by_role("link", name="Abrir un plan").first.click()
    expect(page.get_by_role("heading", name="Plan para una brecha")).to_be_visible()
    marta.settle()
    page.get_by_label("Responsable").fill("Marta Rey")
    page.get_by_label("Efecto esperado").fill("4")
    page.get_by_label("Causa raíz").fill("Los lunes faltan dos personas")
    page.get_by_label("Qué cambia", exact=True).fill("Turno doble los lunes")
    page.get_by_label("Acciones, una por línea").fill("Contratar; Luis Paz; 2026-12-15")
    with marta.answered():
        page.get_by_role("button", name="Guardar el borrador").click()
    expect(page.locator(".tk-header")).to_contain_text("borrador")
    assert "plan=" in page.url
    with marta.answered():
        page.get_by_role("button", name="Acordarlo").click()
    expect(page.locator(".tk-header")).to_contain_text("acordado")
    with marta.answered():
        page.get_by_role("button", name="Empieza").click()
    expect(page.locator(".tk-header")).to_contain_text("en marcha")
    expect(page.locator("[data-testid=stMain]")).to_contain_text("la primera revisión se hace a las 4 semanas")
    assert page.get_by_role("button", name="Acordarlo").count() == 0

    page = marta.open(f"{app}/weekly?reader=manager")
    page.get_by_role("link", name="en marcha").first.click()
    expect(page.locator(".tk-header")).to_contain_text("en marcha")
    marta.settle()
    with marta.answered():
        page.get_by_role("button", name="Ver todos los planes").click()
    expect(page.locator("[data-testid=stMain]")).to_contain_text("Un plan está en marcha")
    assert marta.complaints == []
