"""From three files as a company has them to its board, in a real browser; and what can't be read is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

import crm_metrics as crm
from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.question import ask
from tests.browser import trader
from tests.browser.server import BUSY, Visit, served
from tests.browser.test_checklist import wrong
from tests.scenarios.known.core import DATA
from tests.scenarios.test_own_files import TRADERS

pytestmark = pytest.mark.browser
REAL = DATA / "sme_mx"
MOST = 12  # clicks from the empty page to the board
LONG = 180_000  # milliseconds: a busy machine
SAYS: Mapping[str, Mapping[str, str]] = {
    "es": {
        "name": "Nombre de la empresa",
        "create": "Crear la empresa",
        "cancelled": "dejarlas fuera",
        "after": "prometidos: dejar abiertas sus facturas",
        "survey": "la empresa en su conjunto",
        "read": "Leerlos con estas respuestas",
        "publish": "Publicar en los tableros",
        "board": "Diario · supervisión",
    },
    "en": {
        "name": "Name of the company",
        "create": "Create the company",
        "cancelled": "leave them out",
        "after": "promised: leave their invoices open",
        "survey": "the company as a whole",
        "read": "Read them with these answers",
        "publish": "Publish to the boards",
        "board": "Daily · supervision",
    },
}


class Hand:
    """Somebody at the page, whose clicks are counted: into a field, onto a button, into the window of files."""

    def __init__(self, visit: Visit, language: str) -> None:
        self.visit, self.page, self.says, self.clicks = visit, visit.page, SAYS[language], 0

    def click(self, place: Locator) -> None:
        self.clicks += 1
        place.click(timeout=LONG)

    def press(self, name: str) -> None:
        with self.visit.answered():
            self.click(self.page.get_by_role("button", name=self.says[name], exact=True))

    def calm(self) -> None:
        """Wait until the page stands still, however busy the machine is."""
        self.page.wait_for_function(f"() => !document.querySelector('{BUSY}')", timeout=LONG)
        self.visit.settle()

    def found(self) -> None:
        self.click(self.page.get_by_label(self.says["name"]))
        self.page.keyboard.type("Comercializadora del Valle")
        with self.visit.answered():
            self.page.keyboard.press("Tab")
        self.press("create")
        self.page.locator(".tk-period", has_text="Comercializadora").wait_for(timeout=LONG)

    def drop(self, files: Sequence[Path]) -> None:
        self.clicks += 1
        with self.visit.answered():
            self.page.locator("input[type=file]").set_input_files(files)
        self.page.locator('[class*="st-key-card-files-"]').first.wait_for(timeout=LONG)
        self.calm()

    def answer(self) -> None:
        for name in ("cancelled", "after", "survey"):
            choice = self.page.get_by_role("radiogroup").locator("label").filter(has_text=self.says[name])
            self.click(choice)  # within a form: nothing runs before the button
        self.press("read")

    def publish(self) -> None:
        self.press("publish")
        self.page.locator(".st-key-tk-boards").wait_for(timeout=LONG)
        self.calm()

    def board(self) -> None:
        self.click(self.page.locator(".st-key-tk-boards a", has_text=self.says["board"]))
        self.page.wait_for_url("**/daily*", timeout=LONG)
        self.page.locator(".tk-tile").first.wait_for(timeout=LONG)
        self.calm()


@pytest.fixture
def app(tmp_path: Path) -> Iterator[str]:
    """An app whose folders, the company's too, hold nothing yet."""
    with served(tmp_path / "warehouse", tmp_path, CRM_COMPANY=str(tmp_path / "company")) as address:
        yield address


def visiting(browser: Browser, width: int) -> Visit:
    return Visit(browser, width=width, locale="es-MX", zone="America/Mexico_City")


def check(warehouse: Path, numbers: Mapping[str, tuple[int, Sequence[float]]]) -> None:
    shop = crm.open(warehouse)
    try:
        for name, (first, values) in numbers.items():
            since = date(2026, first, 1)
            found = ask(shop, [CATALOGUE[name]], every="month", since=since, until=date(2026, 11, 30))[name].readings
            told = [one.value for one in found[: len(values)]]
            assert told == pytest.approx(list(values), abs=0.005), name
    finally:
        shop.close()


def text(page: Page) -> str:
    return page.locator("[data-testid=stMain]").inner_text()


@pytest.mark.real_data
@pytest.mark.skipif(not REAL.is_dir(), reason=f"the files of the trader are not in {REAL}")
def test_the_three_files_of_the_trader_are_a_right_board_in_twelve_clicks_of_a_phone_in_english(
    browser: Browser, app: str, tmp_path: Path
) -> None:
    files = sorted(path for path in REAL.iterdir() if path.suffix in (".csv", ".xlsx"))
    hand = at_the_board(browser, app, files, 390, "en")
    check(tmp_path / "warehouse", TRADERS)
    assert hand.clicks <= MOST
    hand.visit.close()


def test_three_invented_files_are_a_right_board_in_twelve_clicks_and_the_next_month_asks_nothing(
    browser: Browser, app: str, tmp_path: Path
) -> None:
    files = trader.write(tmp_path)
    hand = at_the_board(browser, app, files, 1440, "es")
    check(tmp_path / "warehouse", trader.NUMBERS)
    assert hand.clicks <= MOST
    page = hand.visit.open(f"{app}/data?lang=es")
    hand.drop(files)
    assert page.locator("[data-testid=stRadio]").count() == 0
    hand.publish()
    check(tmp_path / "warehouse", trader.NUMBERS)  # the same files again double nothing
    hand.click(page.locator(".st-key-undo button"))
    page.locator(".st-key-undo").wait_for(state="detached", timeout=LONG)
    assert (tmp_path / "warehouse" / "CURRENT").read_text().startswith("000001")
    hand.visit.close()


def at_the_board(browser: Browser, app: str, files: Sequence[Path], width: int, language: str) -> Hand:
    """Somebody who has come from the empty page to the board; every page on the way passes the checklist."""
    visit = visiting(browser, width)
    page = visit.open(f"{app}/data?lang={language}")
    hand = Hand(visit, language)
    hand.found()
    hand.drop(files)
    faults = wrong(page)
    numbers = [one for one in faults.pop("language", []) if not one.startswith("number")]  # Mexico writes 1,234.5
    assert (faults, numbers) == ({}, [])
    hand.answer()
    hand.publish()
    assert str(files[0].parent) not in text(page) and "/warehouse" not in text(page)
    hand.board()
    assert (visit.foreign, visit.failed, visit.complaints) == ([], [], [])
    return hand


@pytest.mark.parametrize("language", ["es", "en"])
def test_files_that_can_not_be_read_are_told_by_name(browser: Browser, app: str, tmp_path: Path, language: str) -> None:
    files = {
        "foto.xlsx": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8,
        "vacio.csv": b"",
        "solo nombres.csv": b"Factura,Fecha,Cliente,Neto\n",
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    visit = visiting(browser, 1440)
    page = visit.open(f"{app}/data?lang={language}")
    hand = Hand(visit, language)
    hand.drop([tmp_path / name for name in files])
    said = text(page)
    assert {"es": "3 archivos no se pueden leer", "en": "3 files can't be read"}[language] in said
    assert {"es": "vacio.csv está vacío", "en": "vacio.csv is empty"}[language] in said
    assert {"es": "foto.xlsx", "en": "foto.xlsx"}[language] in said
    assert page.locator(".st-key-publish").count() == 0
    assert wrong(page) == {}
    large = tmp_path / "grande.csv"
    with large.open("wb") as out:
        out.truncate(60 * 1024**2)
    page.locator("input[type=file]").set_input_files(large)
    alert = page.locator("[data-testid=stFileUploader] [role=alert]")
    alert.wait_for(timeout=LONG)
    told = alert.evaluate("one => getComputedStyle(one, '::after').content")
    assert told == {"es": '"Demasiado grande: 50 MB como máximo"', "en": '"Too large: at most 50 MB"'}[language]
    box = alert.bounding_box()
    assert box is not None and box["width"] > 50
    assert (visit.failed, visit.complaints) == ([], [])
    visit.close()
