"""A saved view from reader to reader, as they click it: saved, shared, opened elsewhere, renamed, deleted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.server import Visit, served

pytestmark = pytest.mark.browser
ACCESS = """
[[reader]]
name = "Ana"
level = "executive"
[[reader]]
name = "Beto"
level = "supervisor"
processes = ["service"]
"""
NAME = "Ventas & <b>Servicio</b> *hoy*"


@pytest.fixture(scope="module")
def app(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("saved")
    (home / "access.toml").write_text(ACCESS, encoding="utf-8")
    kept = {"CRM_ACCESS": str(home / "access.toml"), "CRM_DATABASE": str(home / "office.sqlite")}
    with served(demo_folder, home, **kept) as address:
        yield address


@pytest.fixture
def ana(browser: Browser) -> Iterator[Visit]:
    opened = Visit(browser)
    yield opened
    opened.close()


@pytest.fixture
def beto(browser: Browser) -> Iterator[Visit]:
    opened = Visit(browser)
    yield opened
    opened.close()


def choose(visit: Visit, label: str, option: str) -> None:
    page = visit.page
    visit.options(page.get_by_role("combobox", name=label))
    page.get_by_role("option", name=option, exact=True).click()


def press(visit: Visit, what: Locator) -> None:
    with visit.answered():
        what.click()


def test_a_view_goes_from_reader_to_reader_and_ends(app: str, ana: Visit, beto: Visit) -> None:
    page = ana.open(f"{app}/daily?reader=Ana&process=sales&process=service")
    press(ana, page.get_by_text("Guardar esta vista"))
    choose(ana, "Quién la ve", "Nivel: Supervisor")
    page.get_by_label("Nombre", exact=True).fill(NAME)
    press(ana, page.get_by_role("button", name="Guardar", exact=True))
    expect(page.locator(".tk-views a.tk-view")).to_have_text(NAME)
    expect(page.get_by_label("Nombre", exact=True)).to_have_count(0)  # the form closes by itself

    page.emulate_media(media="print")
    expect(page.locator(".tk-views a.tk-view")).to_be_hidden()
    page.emulate_media(media="screen")

    his = beto.open(f"{app}/daily?reader=Beto")
    his.get_by_role("link", name=NAME).click()
    beto.settle()
    assert "process=service" in his.url and "reader=Beto" in his.url
    told = his.locator("[data-testid=stMain]").inner_text()
    assert "Servicio" in told and "«sales», que aquí no existe o que usted no puede ver" in told
    expect(his.get_by_text("Cambiar una vista")).to_have_count(0)

    press(ana, page.get_by_text("Cambiar una vista"))
    page.get_by_label("Nombre", exact=True).fill("Otra")
    press(ana, page.get_by_role("button", name="Guardar el cambio"))
    expect(page.locator(".tk-views a.tk-view")).to_have_text("Otra")
    press(ana, page.get_by_text("Cambiar una vista"))
    press(ana, page.get_by_role("button", name="Eliminar", exact=True))
    press(ana, page.get_by_role("button", name="Sí, eliminarla para todos"))
    expect(page.locator(".tk-views a.tk-view")).to_have_count(0)
    assert "Otra" not in beto.open(f"{app}/daily?reader=Beto").locator("[data-testid=stSidebar]").inner_text()
    assert ana.complaints == beto.complaints == []
