"""Who the customers are, for a reader with the right to it and for one without: on the page, in rows, files, links."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from crm_metrics import access
from crm_metrics.access import Reader
from crm_metrics.boards import explore, number
from crm_metrics.boards.behind.provenance import of_days
from crm_metrics.boards.core import Board, Grid, View
from crm_metrics.boards.persons import masking
from crm_metrics.metrics import CATALOGUE
from crm_metrics.words import Words
from pages.parts import export
from tests.conftest import House

EN = Words("en")
ANA = "shop:ana@example.com"
NIT = "invoices:900123456"


@pytest.mark.parametrize(
    "customer",
    ["crm:C000001", "c1", "42", "crm:cust-00012", "cliente 7", "shop:000000123456", "unknown", "~none"],
)
def test_a_number_of_a_list_tells_nobody(customer: str) -> None:
    assert masking.key_of(customer, personal=False) == customer


@pytest.mark.parametrize(
    "customer",
    [ANA, NIT, "Ana Díaz", "ana", "XAXX010101000", "B12345678", "573001234567", "crm:12.345.678-9"],
)
def test_a_tax_id_an_address_a_telephone_and_a_name_are_masked_by_one_key(customer: str) -> None:
    key = masking.key_of(customer, personal=False)
    assert masking.is_key(key) and masking.key_of(key, personal=False) == key
    assert masking.key_of(customer, personal=True) == customer


def test_names_and_contacts_are_shown_to_who_may_see_them() -> None:
    assert masking.label("c1", "Ana Díaz", personal=True) == "Ana Díaz"
    assert masking.label("c1", "Ana Díaz", personal=False) == "c1"
    assert masking.contact("ana@example.com", EN, personal=True) == "ana@example.com"
    assert "ana" not in masking.contact("ana@example.com", EN, personal=False)
    assert masking.contact(None, EN, personal=False) == EN("no data")


def line(order: str, customer: str, amount: int) -> dict[str, object]:
    return {
        "order_id": order, "line_no": 1, "ordered_at": "2026-05-10 15:00+00", "customer_id": customer,
        "product_id": "p", "quantity": 1, "amount": amount,
    }  # fmt: skip


@pytest.fixture
def shop(house: House) -> Iterator[Any]:
    yield house({"order_line": [line("o1", ANA, 100), line("o2", NIT, 40)]})


def asked(personal: bool, **where: str) -> View:
    pairs = (("metric", "revenue"), ("every", "month"), *where.items())
    return View(where=tuple(pairs), until=date(2026, 5, 31), personal=personal)


def said(board: Board) -> str:
    return repr(board)


@pytest.mark.parametrize("who", [ANA, NIT])
def test_the_rows_of_a_number_hold_no_id_that_tells_who_somebody_is(shop: Any, who: str) -> None:
    shown = said(number.board(number.gather(shop, asked(True)), EN))
    hidden = said(number.board(number.gather(shop, asked(False)), EN))
    assert who in shown and who not in hidden
    assert masking.key_of(who, personal=False) in hidden


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_files_of_the_rows_are_masked_as_the_page_is(shop: Any, form: str) -> None:
    if form == "csv":
        text = export.rows(form, shop, asked(False), EN)().decode("utf-8-sig")
        assert {row["customer"] for row in csv.DictReader(io.StringIO(text))} == {
            masking.key_of(one, personal=False) for one in (ANA, NIT)
        }
        assert ANA in export.rows(form, shop, asked(True), EN)().decode()
    else:
        facts = number.with_rows(shop, asked(False), None)
        assert ANA not in repr(facts.behind.parts[0].rows if facts.behind else "")


def test_a_key_in_a_link_leads_to_the_rows_of_its_customer(shop: Any) -> None:
    facts = number.gather(shop, asked(False, customer=masking.key_of(ANA, personal=False)))
    assert facts.reading is not None and facts.reading.value == 100
    assert ANA not in said(number.board(facts, EN))


def test_a_key_of_nobody_leads_to_no_row(shop: Any) -> None:
    facts = number.gather(shop, asked(False, customer="#0123456789"))
    assert facts.behind is not None and facts.behind.parts[0].rows == ()


@pytest.mark.parametrize("personal", [True, False])
def test_any_metric_by_customer_is_masked_too_in_its_texts_and_links(shop: Any, personal: bool) -> None:
    where = (("metric", "revenue"), ("rows", "customer"), ("since", "2026-05-01"))
    board = explore.board(explore.gather(shop, View(where=where, until=date(2026, 5, 31), personal=personal)), EN)
    assert (ANA in said(board)) is personal
    table = next(card.body for card in board.cards if card.key == "cut")
    assert isinstance(table, Grid) and len(table.rows) == 3  # Ana 100, the company 40, the whole 140
    links = [cell.behind.query for row in table.rows for cell in row.cells if cell.behind]
    assert (ANA in dict(links[0]).values()) is personal


def test_a_link_keeps_all_else_that_it_asks() -> None:
    source = of_days(CATALOGUE["revenue"], date(2026, 5, 1), date(2026, 5, 31), 1.0, where=[("customer", NIT)])
    hidden = masking.led(source, personal=False)
    assert hidden == replace(source, where=(("customer", masking.key_of(NIT, personal=False)),))
    assert masking.led(source, personal=True) is source and masking.led(None, personal=False) is None


def test_the_right_is_of_the_access_file_and_of_local_mode(tmp_path: Any) -> None:
    file = tmp_path / "access.toml"
    file.write_text(
        '[[reader]]\nname = "A"\nlevel = "manager"\npersonal = true\n[[reader]]\nname = "B"\nlevel = "manager"\n'
    )
    one, other = access.readers(file)
    assert (one.personal, other.personal) == (True, False)
    assert all(reader.personal for reader in access.LOCAL) and not Reader("C", "executive").personal


def test_two_readers_of_one_scope_are_two_questions_to_the_cache() -> None:
    assert repr(View(personal=True)) != repr(View(personal=False))
