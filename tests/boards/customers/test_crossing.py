"""What to offer to whom: the pairs of lines by hand, only in the stage of expansion, with the evidence."""

from __future__ import annotations

import csv
import io

from crm_metrics.boards.core import Empty, Grid, View
from pages.parts import listing
from tests.boards.customers.company import EN, company, customer, order, shown
from tests.conftest import House

# Forty have bought tea, and thirty of them cups; of the ten others eight are in expansion. Twenty more bought a chair
# alone, so that tea and cups together are no matter of chance: 30 / 60 against 40 / 60 × 30 / 60, a lift of 1.5.
TEA, CUPS, CHAIRS = range(40), range(30), range(40, 60)
PRODUCTS: list[dict[str, object]] = [{"product_id": one, "name": one, "line": one} for one in ("tea", "cups", "chair")]
ORDERS = [
    *(order(f"c{place:02}", "2026-10-05", 10 + place) for place in TEA),
    *(order(f"c{place:02}", "2026-10-06", 5, product="cups") for place in CUPS),
    *(order(f"c{place:02}", "2026-10-05", 10, product="chair") for place in CHAIRS),
]
STAGES = {**dict.fromkeys(range(30, 38), "expansion"), 38: "commitment", 39: None}


def people(stages: dict[int, str | None]) -> list[dict[str, object]]:
    return [customer(f"c{place:02}", "high" if place == 33 else "low", stages.get(place)) for place in range(60)]


def test_who_has_tea_and_is_in_expansion_is_offered_cups_with_the_evidence(house: House) -> None:
    shop = company(house, customer=people(STAGES), order_line=ORDERS, product=PRODUCTS)
    board = shown(shop, part="cross")
    card, evidence = board.cards
    assert card.title == "8 customers lack a line that others like them have"
    assert isinstance(card.body, Grid) and isinstance(evidence.body, Grid)
    # the one of high value first, then by what they brought: c37 17 more than c30
    assert [row.cells[0].text for row in card.body.rows] == [
        "Casa c33", "Casa c37", "Casa c36", "Casa c35", "Casa c34", "Casa c32", "Casa c31", "Casa c30",
    ]  # fmt: skip
    said = [cell.text for cell in card.body.rows[0].cells]
    assert said[2:5] == ["tea", "cups", "75% of the 40 who have bought it have this one too"]
    led = card.body.rows[0].cells[4].behind
    assert led is not None and led.value == 0.75
    assert led.where == (("product_line", "tea"), ("with_line", "cups"))
    # cups → tea is surer, 30 of 30, but whoever has cups has tea
    assert [[cell.text for cell in row.cells] for row in evidence.body.rows] == [
        ["cups", "tea", "30", "30", "100%", "1.5", "0"],
        ["tea", "cups", "40", "30", "75%", "1.5", "8"],
    ]


def test_the_file_has_every_offer(house: House) -> None:
    shop = company(house, customer=people(STAGES), order_line=ORDERS, product=PRODUCTS)
    made = listing.made("csv", shop, View(where=(("part", "cross"),)), EN)().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(made)))
    assert len(rows) == 8 and rows[0]["customer"] == "c33" and rows[0]["offer"] == "cups"
    assert "name" not in rows[0]


def test_where_nobody_tells_a_stage_every_active_customer_is_looked_at(house: House) -> None:
    shop = company(house, customer=people({}), order_line=ORDERS, product=PRODUCTS)
    card = shown(shop, part="cross").cards[0]
    assert card.title.startswith("10 customers") and "nobody tells the stage" in card.subtitle


def test_few_owners_are_no_evidence(house: House) -> None:
    board = shown(company(house), part="cross")
    assert isinstance(board.cards[0].body, Empty)
