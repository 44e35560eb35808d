"""Who is held out of the day's list stands on no list of the page of customers; the list says how many, never who."""

from __future__ import annotations

import pytest

from crm_metrics.boards.core import Grid, View
from crm_metrics.boards.customers import page
from pages.parts import listing
from tests.boards.customers.company import EN, company, customer, order, shown
from tests.boards.customers.test_crossing import ORDERS as BOUGHT
from tests.boards.customers.test_crossing import PRODUCTS, STAGES, people
from tests.boards.customers.test_growing import AGENTS, PEERS, PRODUCT, SPENT
from tests.conftest import House

# Of these three the hash of "15:day list 2026 4" and the name lies below a tenth of its range for q25 alone.
NAMES = ("q1", "q25", "q3")
DAYS = ("2026-09-01", "2026-09-11", "2026-09-21")
ORDERS = [order(name, day, 10) for name in NAMES for day in DAYS]


def test_a_held_out_customer_is_on_no_page_and_in_no_file_of_who_is_silent(house: House) -> None:
    agreed = [customer(name, "low", None, consent=True) for name in NAMES]
    shop = company(house, customer=agreed, order_line=ORDERS)
    (card,) = shown(shop, part="stimulus").cards
    assert isinstance(card.body, Grid) and card.title.startswith("2 customers")
    assert "one is held out" in card.subtitle and "q25" not in repr(card)
    view = View(where=(("part", "stimulus"),), personal=True)
    made = listing.made("csv", shop, view, EN)().decode("utf-8-sig")
    assert "q3" in made and "q25" not in made


def test_without_consent_nobody_stands_on_the_days_list_and_so_nobody_is_held_out(house: House) -> None:
    asked = [customer(name, "low", None) for name in NAMES]
    (card,) = shown(company(house, customer=asked, order_line=ORDERS), part="stimulus").cards
    assert card.title.startswith("3 customers") and "held out" not in card.subtitle


@pytest.mark.parametrize("part", ["growth", "cross"])
def test_nor_is_he_among_those_to_make_grow_or_to_offer_something(
    house: House, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    if part == "growth":
        shop, out = company(house, customer=PEERS, order_line=SPENT, product=PRODUCT, agent=AGENTS), "c2"
    else:
        shop, out = company(house, customer=people(STAGES), order_line=BOUGHT, product=PRODUCTS), "c37"
    view = View(where=(("part", part),), personal=True)
    whole = shown(shop, part=part).cards[0]
    assert f"Casa {out}" in repr(whole) and out in listing.made("csv", shop, view, EN)().decode("utf-8-sig")
    monkeypatch.setattr(page, "held_today", lambda warehouse, close: frozenset({out}))
    card = shown(shop, part=part).cards[0]
    assert isinstance(whole.body, Grid) and isinstance(card.body, Grid)
    assert [row.cells[0].text for row in card.body.rows] == [
        row.cells[0].text for row in whole.body.rows if row.cells[0].text != f"Casa {out}"
    ]
    assert "one is held out" in card.subtitle and f"Casa {out}" not in repr(shown(shop, part=part))
    assert f"Casa {out}" not in listing.made("csv", shop, view, EN)().decode("utf-8-sig")
