"""The list of a cell: whole, in the order asked, fifty to a page, masked where names are not the reader's to see."""

from __future__ import annotations

import csv
import io

import pytest

from crm_metrics.boards import customers
from crm_metrics.boards.core import Board, Grid, Heat, View
from crm_metrics.boards.customers.listing import SHEET
from crm_metrics.metrics.behind.recomputed import recomputed
from crm_metrics.metrics.behind.rows import rows_behind
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse.customers.book import book, lines_bought
from pages.parts import export, listing
from tests.boards.customers.company import EN, OCTOBER, company, customer, order, shown
from tests.conftest import House


def listed(board: Board) -> list[str]:
    body = next(card.body for card in board.cards if card.key == "list")
    return [row.cells[0].text for row in body.rows] if isinstance(body, Grid) else []


def test_without_a_cell_all_active_customers_are_listed_by_what_they_brought_in_a_year(house: House) -> None:
    # in the twelve months through October: c4 520, c1 100, c5 70, c2 50, c3 30
    assert listed(shown(company(house))) == ["Casa c4", "Casa c1", "Casa c5", "Casa c2", "Casa c3"]


@pytest.mark.parametrize(
    ("order_by", "first"), [("income", "Casa c4"), ("name", "Casa c1"), ("since", "Casa c5"), ("tier", "Casa c1")]
)
def test_a_list_stands_in_the_order_asked(house: House, order_by: str, first: str) -> None:
    assert listed(shown(company(house), order=order_by))[0] == first


def test_the_list_of_every_cell_has_as_many_rows_as_the_cell_counts(house: House) -> None:
    shop = company(house)
    for axes in ("relation", "segment", "type", "reputation"):
        heat = shown(shop, axes=axes).cards[0].body
        assert isinstance(heat, Heat)
        for line, leads in zip(heat.texts, heat.leads, strict=True):
            for text, lead in zip(line, leads, strict=True):
                if text:
                    asked = dict(pair.split("=") for pair in lead.partition("?")[2].split("&"))
                    assert len(listed(shown(shop, EN, view=None, **asked))) == int(text)


def test_a_row_leads_to_its_customer_and_its_income_to_its_rows(house: House) -> None:
    body = shown(company(house)).cards[1].body
    assert isinstance(body, Grid)
    row = body.rows[0]
    assert row.cells[0].leads == "customer?customer=c4"
    led = row.cells[-1].behind
    assert led is not None and (led.value, led.where) == (520, (("customer", "c4"),))


def test_the_number_of_a_cell_leads_to_the_rows_that_make_it(house: House) -> None:
    shop = company(house)
    card = shown(shop, row="low", column="expansion").cards[1]
    assert card.title == "2 customers: Low · Expansion"
    led = card.definitions[0].behind
    assert led is not None and led.value == 2
    behind = rows_behind(shop, metric_of(led.metric), every=led.every, where=led.where, since=OCTOBER.replace(day=1),
                         until=led.until)  # fmt: skip
    assert next(iter(recomputed(behind).values())).value == 2


def test_a_list_of_more_than_fifty_has_pages_and_the_file_has_all(house: House) -> None:
    many = [f"c{place:03}" for place in range(SHEET + 3)]
    shop = company(house, customer=[customer(one, "high", "expansion") for one in many],
                   order_line=[order(one, "2026-10-05", 10) for one in many])  # fmt: skip
    first, second, beyond = (shown(shop, sheet=page) for page in ("1", "2", "99"))
    assert listed(first) == [f"Casa {one}" for one in many[:SHEET]]
    assert listed(second) == listed(beyond) == [f"Casa {one}" for one in many[SHEET:]]
    sheets = next(one for one in first.filters if one.key == "sheet")
    assert [choice.text for choice in sheets.choices] == ["1 to 50 of 53", "51 to 53 of 53"]
    for form in export.ROWS:
        made = listing.made(form, shop, View(personal=True), EN)()
        assert made
        if form == "csv":
            rows = list(csv.DictReader(io.StringIO(made.decode("utf-8-sig"))))
            assert [row["customer"] for row in rows] == many and rows[0]["name"] == "Casa c000"


def test_a_reader_without_the_right_sees_no_name_in_list_or_file(house: House) -> None:
    shop = company(house)
    hidden = shown(shop, view=View())
    assert "Casa" not in repr(hidden) and listed(hidden) == ["c4", "c1", "c5", "c2", "c3"]
    made = listing.made("csv", shop, View(), EN)().decode()
    assert "Casa" not in made and "name" not in made.partition("\n")[0].split(",")
    assert "Casa c4" in repr(shown(shop))  # and the other reader, of the same warehouse, sees them


def test_a_cell_without_customers_says_so(house: House) -> None:
    board = shown(company(house), row="high", column="expansion")
    assert "no customer of the active book" in repr(board.cards[1])


def test_the_book_and_what_each_has_bought_are_of_a_day(house: House) -> None:
    shop = company(house)
    assert [one.customer for one in book(shop, OCTOBER)] == ["c1", "c2", "c3", "c4", "c5"]
    assert lines_bought(shop, OCTOBER)["c6"] == {"tea"}
    assert customers.table(customers.gather(shop, View())).head[0] == "customer"
