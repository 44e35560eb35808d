"""What changed with the customers of an account manager in the last thirty days."""

from __future__ import annotations

from crm_metrics.access import Scope
from crm_metrics.boards.core import Empty, Grid
from crm_metrics.metrics.shop import Shop
from tests.boards.customer.company import ROWS, TIMES, at, order
from tests.boards.portfolio.test_page import shown
from tests.boards.process.asked import card
from tests.conftest import House


def changed(house: House) -> Shop:
    """Ana goes up to high on 15 June; Caro, whom Gloria has now, buys for the first time on 20 June."""
    people = [{**one, "owner_agent_id": "a1"} for one in ROWS["customer"]]
    up = {"entity": "customer", "entity_id": "c1", "attribute": "value_tier", "changed_at": at(6, 15),
          "old_value": "medium", "new_value": "high"}  # fmt: skip
    rows = {**ROWS, "customer": people, "status_event": [*ROWS["status_event"], up],
            "order_line": [*ROWS["order_line"], order("o9", "c3", at(6, 20), 100)]}  # fmt: skip
    return house(rows, first=TIMES[0], through=TIMES[1])


def test_tiers_and_who_joined_stand_newest_first(house: House) -> None:
    found = card(shown(changed(house), manager="a1"), "changes")
    assert isinstance(found.body, Grid)
    told = [(row.cells[1].text, row.cells[2].text) for row in found.body.rows]
    assert told == [("Caro Gil", "joined the book"), ("Ana Ruiz", "tier up")]  # February's change is older
    assert found.title == "2 changes in the last 30 days"


def test_a_reader_of_a_part_is_told_of_tiers_alone(house: House) -> None:
    found = card(shown(changed(house), manager="a1", scope=Scope(teams=("Cuentas",))), "changes")
    assert isinstance(found.body, Grid)
    assert [row.cells[2].text for row in found.body.rows] == ["tier up"]
    assert "Tiers alone" in found.subtitle


def test_no_change_says_what_was_looked_at(whole: Shop) -> None:
    found = card(shown(whole, manager="a1"), "changes")
    assert isinstance(found.body, Empty)
    assert found.title == "Changes in the last 30 days: none"
