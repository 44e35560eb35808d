"""Who could grow: the gap of each to the upper quarter of its peers by hand, with its reason, its rows and its file."""

from __future__ import annotations

import csv
import io

from crm_metrics.access import Scope
from crm_metrics.boards.core import Empty, Grid, View
from pages.parts import listing
from tests.boards.customers.company import EN, ES, company, customer, order, shown
from tests.conftest import House

# Eight peers spent 10, 20 … 80 in September: the upper quarter begins at 62.50, and half of it is 31.25. The first
# three lag behind, by 52.50, 42.50 and 32.50: 127.50 together.
PEERS = [customer(f"c{one}", "low", None, segment="A", owner_agent_id="g1" if one % 2 else "g0") for one in range(1, 9)]
AGENTS: list[dict[str, object]] = [
    {"agent_id": f"g{one}", "name": "G", "team": f"T{one}", "area": "A", "process": "sales"} for one in (0, 1)
]
SPENT = [order(f"c{one}", "2026-09-10", 10 * one) for one in range(1, 9)]
PRODUCT: list[dict[str, object]] = [{"product_id": "tea", "name": "Tea", "line": "tea"}]


def test_the_list_is_whole_with_the_reason_and_the_amount_of_each(house: House) -> None:
    shop = company(house, customer=PEERS, order_line=SPENT, product=PRODUCT, agent=AGENTS)
    (card,) = shown(shop, part="growth").cards
    assert isinstance(card.body, Grid)
    assert card.title.startswith("3 customers could grow · ") and "127.50" in card.title
    assert [row.cells[0].text for row in card.body.rows] == ["Casa c1", "Casa c2", "Casa c3"]
    amounts = [row.cells[-1] for row in card.body.rows]
    assert [cell.behind.value if cell.behind else None for cell in amounts] == [52.5, 42.5, 32.5]
    assert "spent $10 in the months before" in card.body.rows[0].cells[3].text
    assert "62.50 or more" in card.body.rows[0].cells[3].text
    assert card.body.rows[0].cells[4].text == "8"
    counted = card.definitions[0].behind
    assert counted is not None and counted.value == 3


def test_the_file_has_them_all_and_masks_who_may_not_be_named(house: House) -> None:
    shop = company(house, customer=PEERS, order_line=SPENT, product=PRODUCT, agent=AGENTS)
    made = listing.made("csv", shop, View(where=(("part", "growth"),)), EN)().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(made)))
    assert [(row["customer"], row["reason"], float(row["potential"])) for row in rows] == [
        ("c1", "spend", 52.5), ("c2", "spend", 42.5), ("c3", "spend", 32.5),
    ]  # fmt: skip
    assert "name" not in rows[0]
    assert "Casa" not in repr(shown(shop, view=View(), part="growth"))


def test_a_reader_of_a_team_sees_the_customers_of_its_managers_alone(house: House) -> None:
    shop = company(house, customer=PEERS, order_line=SPENT, product=PRODUCT, agent=AGENTS)
    (card,) = shown(shop, view=View(scope=Scope(teams=("T0",)), personal=True), part="growth").cards
    assert isinstance(card.body, Grid)
    assert [row.cells[0].text for row in card.body.rows] == ["Casa c2"]
    assert card.title.startswith("One customer could grow")


def test_few_peers_have_no_upper_quarter_and_the_card_says_who_would_stand_there(house: House) -> None:
    (card,) = shown(company(house), ES, part="growth").cards
    assert isinstance(card.body, Empty)
    assert card.body.reason.startswith("Un cliente activo aparece aquí")


def test_without_sales_nobody_can_be_named(house: House) -> None:
    (card,) = shown(house({"customer": PEERS, "survey": []}), part="growth").cards
    assert isinstance(card.body, Empty) and "Needs subscription" in card.body.reason
