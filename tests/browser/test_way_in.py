"""A company begins: from an empty folder to its first rows, in the app itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.server import Visit
from tests.browser.test_checklist import wrong

pytestmark = pytest.mark.browser
CUSTOMERS = """customer_id,name,acquired_on,value_tier
C1,Ana Díaz,2026-01-05,high
C2,Beto Ruiz,2026-01-06,low
C3,Carla Soto,2026-01-07,gigantic
"""


def test_a_company_goes_from_nothing_to_its_first_rows(browser: Browser, new_app: str, tmp_path: Path) -> None:
    visit = Visit(browser)
    page = visit.open(f"{new_app}/daily")
    assert wrong(page) == {}

    page.get_by_label("Nombre de la empresa").fill("Aurora")
    page.get_by_label("Nombre de la empresa").press("Enter")
    page.get_by_role("button", name="Crear la empresa").click()
    page.get_by_text("Listo").first.wait_for(timeout=60_000)
    visit.settle()
    assert page.locator(".tk-period").inner_text() == "Aurora"

    file = tmp_path / "customer.csv"
    file.write_text(CUSTOMERS, encoding="utf-8")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Publicar en los tableros").click()
    page.get_by_text("algunas filas quedaron fuera").first.wait_for(timeout=60_000)
    visit.settle()
    said = page.locator("[data-testid=stMain]").inner_text()
    assert "Clientes: 2 nuevos o cambiados, 0 como antes, 1 fuera." in said
    assert "gigantic" in said
    assert wrong(page) == {}
    assert (visit.foreign, visit.failed, visit.complaints) == ([], [], [])
    visit.close()


def test_the_way_in_fits_a_phone_in_the_dark(browser: Browser, new_app: str) -> None:
    visit = Visit(browser, width=390, theme="dark")
    page = visit.open(f"{new_app}?lang=en")
    assert wrong(page) == {}
    assert page.locator("h2").all_inner_texts()[0].endswith("Your company")
    visit.close()
