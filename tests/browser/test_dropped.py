"""What happens to files on the page: corrected, mended, replaced, undone, loaded by two at once, stopped, refused."""

from __future__ import annotations

import io
import os
import signal
import time
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, Page

from tests.browser.server import Visit, served
from tests.browser.test_checklist import wrong
from tests.browser.test_files import LONG, Hand, check, text, visiting

pytestmark = pytest.mark.browser
INVOICES = Path(__file__).parents[1] / "warehouse" / "sources" / "exports" / "cfdi"
HEAD = "Factura,Fecha,Cliente,Neto,Total"
JANUARY = "F-1,15/01/2026,Sol,100.00,116.00"
FEBRUARY = "F-2,10/02/2026,Mar,200.00,232.00"


def listed(folder: Path, *rows: str, name: str = "facturas.csv") -> list[Path]:
    """A list of invoices with these rows."""
    path = folder / name
    path.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    return [path]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[str]:
    """An app whose folders, the company's too, hold nothing yet."""
    with served(tmp_path / "warehouse", tmp_path, CRM_COMPANY=str(tmp_path / "company")) as address:
        yield address


def founded(browser: Browser, house: str, language: str = "es") -> Hand:
    """Somebody at the page of a company that has a name and no rows."""
    visit = visiting(browser, 1440)
    visit.open(f"{house}/data?lang={language}")
    hand = Hand(visit, language)
    hand.found()
    return hand


def again(hand: Hand, house: str, files: Sequence[Path]) -> Page:
    """The page anew, with files dropped."""
    page = hand.visit.open(f"{house}/data?lang=es")
    hand.drop(files)
    return page


def sales(warehouse: Path, *months: float) -> None:
    """Sales without tax of the months from January 2026 on."""
    check(warehouse, {"revenue": (1, months)})


def test_a_corrected_meaning_is_followed_by_the_rows_and_by_what_the_boards_will_say(
    browser: Browser, house: str, tmp_path: Path
) -> None:
    """Neto is 100 and 200; what was charged after the discount stands in Neto final, 90 and 180."""
    hand = founded(browser, house)
    page = hand.page
    file = tmp_path / "facturas.csv"
    rows = ["F-1,15/01/2026,Sol,100.00,90.00,104.40", "F-2,10/02/2026,Mar,200.00,180.00,208.80"]
    file.write_text("\n".join(["Factura,Fecha,Cliente,Neto,Neto final,Total", *rows]) + "\n", encoding="utf-8")
    hand.drop([file])
    said = page.locator(".st-key-card-says-0-sales")
    assert "300.00" in said.inner_text()
    page.get_by_text("Corregir lo que significa una columna").click()
    for place, meaning in ((3, "nada"), (4, "monto sin impuesto")):
        choice = page.locator(f".st-key-meaning-1-0-0-{place} input")
        hand.visit.options(choice)  # what is typed before the list is open closes it again
        choice.press_sequentially(meaning)
        with hand.visit.answered():
            page.get_by_role("option", name=meaning, exact=True).click()
    assert "270.00" in said.inner_text() and "300.00" not in said.inner_text()
    page.get_by_text("Las primeras 2 filas, tal como se leen").click()
    shown = page.locator(".tk-grid", has_text="F-1").last
    shown.wait_for(timeout=LONG)
    heads = shown.locator("thead th").all_inner_texts()
    assert "Neto final" in heads and "Neto" not in heads
    hand.publish()
    sales(tmp_path / "warehouse", 90, 180)
    hand.visit.close()


def test_whose_invoices_they_are_is_asked_on_the_page_and_kept(browser: Browser, house: str, tmp_path: Path) -> None:
    """The nine documents of ANSWERS.md beside them: 12,950 without tax in March, once their issuer is ours."""
    hand = founded(browser, house)
    page = hand.page
    hand.drop(sorted(INVOICES.glob("*.xml")))
    said = page.locator(".st-key-card-problem-0").inner_text()
    assert "PIN260101AB1 (9)" in said and "init" not in said and "--" not in said
    assert "Se reconocieron 9 archivos" in text(page) and "se pueden leer" not in text(page)
    assert page.locator(".st-key-publish").count() == 0
    told = page.get_by_label("La identificación fiscal de su empresa")
    assert told.input_value() == "PIN260101AB1"
    with hand.visit.answered():
        page.get_by_role("button", name="Es la nuestra", exact=True).click()
    page.locator(".st-key-publish").wait_for(timeout=LONG)
    hand.calm()
    assert "12,950.00" in page.locator(".st-key-card-says-0-sales").inner_text()
    assert "packet" not in text(page)
    hand.publish()
    check(tmp_path / "warehouse", {"revenue": (3, [12_950])})
    hand.visit.close()


def test_a_row_to_mend_is_shown_handed_out_mended_and_loaded(browser: Browser, house: str, tmp_path: Path) -> None:
    """The second invoice bears a day that there is not; mended, it is the 28th of February: 200 join the 100."""
    hand = founded(browser, house)
    page = hand.page
    rows = [JANUARY, *(f"A-{at},{at:02}/01/2026,Sol,0.00,0.00" for at in range(1, 20))]
    hand.drop(listed(tmp_path, *rows, FEBRUARY.replace("10/02", "31/02")))
    card = page.locator(".st-key-card-rejected-0")
    assert "31/02/2026" in card.inner_text() and "facturas.csv" in card.inner_text() and "22" in card.inner_text()
    with page.expect_download() as told:
        page.locator(".st-key-mend-0 button").click()
    handed = Path(told.value.path()).read_text(encoding="utf-8-sig")
    assert handed.splitlines()[0] == "Archivo,Línea,Columna,Valor,Qué hacer"
    assert handed.splitlines()[1].startswith("facturas.csv,22,Fecha,31/02/2026,")
    hand.publish()
    assert "algunas filas quedaron fuera" in text(page) and "31/02/2026" in text(page)
    again(hand, house, listed(tmp_path, *rows, FEBRUARY.replace("10/02", "28/02")))
    assert card.count() == 0
    hand.publish()
    assert "31/02/2026" not in text(page)
    sales(tmp_path / "warehouse", 100, 200)
    hand.visit.close()


def test_files_may_replace_what_they_brought_and_the_load_can_be_undone(
    browser: Browser, house: str, tmp_path: Path
) -> None:
    """January 100, February 200. The new list has January 100 and March 30 alone: February goes, and comes back."""
    hand = founded(browser, house)
    hand.drop(listed(tmp_path, JANUARY, FEBRUARY))
    assert hand.page.get_by_text("Reemplazan lo que trajeron antes").count() == 0
    hand.publish()
    page = again(hand, house, listed(tmp_path, JANUARY, "F-3,02/03/2026,Sol,30.00,34.80"))
    page.get_by_text("Reemplazan lo que trajeron antes").click()
    hand.publish()
    sales(tmp_path / "warehouse", 100, 0, 30)
    with hand.visit.answered():
        page.locator(".st-key-undo button").click()
    page.get_by_text("Listo").first.wait_for(timeout=LONG)
    hand.calm()
    sales(tmp_path / "warehouse", 100, 200)
    hand.visit.close()


def test_whoever_publishes_while_another_load_is_at_work_is_told_and_loses_nothing(
    browser: Browser, house: str, tmp_path: Path
) -> None:
    hand = founded(browser, house)
    hand.drop(listed(tmp_path, JANUARY))
    with FileLock(tmp_path / "warehouse" / ".lock"):
        hand.press("publish")
        hand.page.get_by_text("Hay otra carga en curso. Inténtelo de nuevo cuando termine.").wait_for(timeout=LONG)
        hand.calm()
        assert str(tmp_path) not in text(hand.page)
    assert wrong(hand.page) == {}
    hand.publish()
    sales(tmp_path / "warehouse", 100)
    hand.visit.close()


def test_a_load_that_is_stopped_leaves_the_numbers_as_they_were_and_can_be_tried_again(
    browser: Browser, house: str, tmp_path: Path
) -> None:
    hand = founded(browser, house)
    before = (tmp_path / "warehouse" / "CURRENT").read_text()
    hand.drop(listed(tmp_path, JANUARY, *(f"A-{at},10/02/2026,Sol,1.00,1.16" for at in range(3000))))
    hand.page.get_by_role("button", name=hand.says["publish"], exact=True).click()
    os.kill(loader(tmp_path / "warehouse"), signal.SIGKILL)
    hand.page.get_by_text("El trabajo se detuvo antes de terminar").wait_for(timeout=LONG)
    hand.calm()
    assert (tmp_path / "warehouse" / "CURRENT").read_text() == before
    hand.publish()
    sales(tmp_path / "warehouse", 100, 3000)
    hand.visit.close()


def loader(warehouse: Path) -> int:
    """The process that is writing a version, as it says itself."""
    for _ in range(6000):
        told = (warehouse / ".loader").read_text() if (warehouse / ".loader").exists() else ""
        if told.startswith("process "):
            return int(told.split()[1].rstrip(","))
        time.sleep(0.01)
    raise AssertionError("no load began")


def zipped(**parts: bytes) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/"), content)
    return into.getvalue()


WRONG = {
    "foto.jpg": b"\xff\xd8\xff\xe0" + bytes(64),
    "vacio.csv": b"",
    "cerrado.xlsx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016),
    "carta.docx": zipped(word__document=b"<w/>"),
    "folleto.pdf": b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n",
}
SENTENCES = {
    "es": (
        "foto.jpg es un archivo JPEG",
        "vacio.csv está vacío",
        "cerrado.xlsx no se puede abrir como libro de Excel. ¿Está protegido",
        "carta.docx es un archivo Word",
        "folleto.pdf",
    ),
    "en": (
        "foto.jpg is a JPEG file",
        "vacio.csv is empty",
        "cerrado.xlsx can't be opened as an Excel workbook. Is it protected",
        "carta.docx is a Word file",
        "folleto.pdf",
    ),
}


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_file_that_is_no_list_is_told_for_what_it_is(
    browser: Browser, house: str, tmp_path: Path, language: str
) -> None:
    for name, content in WRONG.items():
        (tmp_path / name).write_bytes(content)
    visit = Visit(browser, locale="es-MX", zone="America/Mexico_City")
    page = visit.open(f"{house}/data?lang={language}")
    Hand(visit, language).drop([tmp_path / name for name in WRONG])
    said = text(page)
    for sentence in SENTENCES[language]:
        assert sentence in said
    assert str(tmp_path) not in said and "Traceback" not in said
    assert (wrong(page), visit.failed, visit.complaints) == ({}, [], [])
    visit.close()
