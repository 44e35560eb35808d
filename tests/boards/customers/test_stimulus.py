"""Who needs a stimulus: silent against its own rhythm, with the days, the usual gap and the income by hand."""

from __future__ import annotations

import csv
import io

from crm_metrics.access import Scope
from crm_metrics.boards.core import Empty, Grid, View
from pages.parts import listing
from tests.boards.customers.company import EN, ES, company, customer, order, shown
from tests.conftest import House

# By the end of October ten days between purchases and then 40 or 41 without one are a silence; 30 are none.
CUSTOMERS = [
    customer("rich", "low", None), customer("high", "high", None), customer("poor", "low", None),
    customer("kept", "high", None),
]  # fmt: skip
LAST = {"rich": "2026-09-21", "high": "2026-09-20", "poor": "2026-09-21", "kept": "2026-10-01"}
FIRST = {"rich": ("2026-09-01", "2026-09-11"), "high": ("2026-08-31", "2026-09-10"),
         "poor": ("2026-09-01", "2026-09-11"), "kept": ("2026-09-11", "2026-09-21")}  # fmt: skip
PAID = {"rich": 30, "high": 5, "poor": 10, "kept": 100}
ORDERS = [order(name, day, PAID[name]) for name in PAID for day in (*FIRST[name], LAST[name])]


def test_those_of_most_value_come_first_with_days_gap_and_income(house: House) -> None:
    (card,) = shown(company(house, customer=CUSTOMERS, order_line=ORDERS), part="stimulus").cards
    assert isinstance(card.body, Grid)
    assert card.title.startswith("3 customers stopped buying, by their own rhythm · ") and "135" in card.title
    said = [[cell.text for cell in row.cells] for row in card.body.rows]
    assert [line[0] for line in said] == ["Casa high", "Casa rich", "Casa poor"]
    assert [line[4] for line in said] == ["41", "40", "40"]
    assert {line[5] for line in said} == {"usual gap in days: 10, by 3 days with a purchase"}
    led = [row.cells[-1].behind for row in card.body.rows]
    assert [one.value if one else None for one in led] == [15, 90, 30]


def test_the_file_has_them_all_and_masks_who_may_not_be_named(house: House) -> None:
    shop = company(house, customer=CUSTOMERS, order_line=ORDERS)
    made = listing.made("csv", shop, View(where=(("part", "stimulus"),), personal=True), EN)().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(made)))
    assert next((row["name"], row["last_on"], row["days"], row["usual_days"]) for row in rows) == (
        "Casa high", "2026-09-20", "41", "10.0",
    )  # fmt: skip
    assert [float(row["income"]) for row in rows] == [15, 90, 30]
    assert "Casa" not in repr(shown(shop, view=View(), part="stimulus"))


def test_a_reader_of_a_part_is_not_told_when_somebody_last_bought(house: House) -> None:
    shop = company(house, customer=CUSTOMERS, order_line=ORDERS)
    (card,) = shown(shop, view=View(scope=Scope(teams=("north",)), personal=True), part="stimulus").cards
    assert isinstance(card.body, Empty) and card.body.reason.startswith("When each last bought")
    assert "Casa" not in repr(card)


def test_where_nobody_is_silent_the_card_says_who_would_stand_there(house: House) -> None:
    (card,) = shown(company(house), ES, part="stimulus").cards
    assert isinstance(card.body, Empty)
    assert card.body.reason.startswith("Un cliente aparece aquí")


def test_without_sales_nobody_can_be_named(house: House) -> None:
    (card,) = shown(house({"customer": CUSTOMERS, "survey": []}), part="stimulus").cards
    assert isinstance(card.body, Empty) and "Needs order_line" in card.body.reason
