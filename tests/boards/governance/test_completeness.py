"""The card of critical fields: the least filled first, by field, source and account manager, within the scope."""

from __future__ import annotations

from datetime import date

from crm_metrics.access import EVERYTHING, Scope
from crm_metrics.boards.core import Card, Grid
from crm_metrics.boards.governance import completeness
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words
from tests.conftest import House
from tests.warehouse.shapes.made import person, plan

en = Words("en")
JAN = date(2026, 1, 1)


def forty(house: House) -> Warehouse:
    """Forty customers, all with a tier; 30 of crm and Ana with a region; 10 of shop, without a region, four of Bea."""
    people = [
        person(f"a{n:02}", value_tier="low", region="N", owner_agent_id="ana", _source="crm") for n in range(30)
    ] + [person(f"b{n}", value_tier="low", owner_agent_id="bea" if n < 4 else None, _source="shop") for n in range(10)]
    agents = [
        {"agent_id": one, "name": one.title(), "process": "sales", "team": f"T-{one}", "area": "A"}
        for one in ("ana", "bea")
    ]
    fields = [{"field": one} for one in ("region", "tier")]
    plans = [plan(str(one["customer_id"]), JAN) for one in people]
    rows = {"customer": people, "subscription": plans, "agent": agents, "critical_field": fields}
    return house(rows, through=date(2026, 2, 28))


def told(warehouse: Warehouse, scope: Scope = EVERYTHING) -> tuple[Card, list[tuple[str, ...]], list[str]]:
    """The card, what its rows say, and the keys of the grey ones."""
    card = completeness.card(warehouse, scope, en)
    assert card is not None and isinstance(card.body, Grid)
    rows = [tuple(cell.text for cell in row.cells) for row in card.body.rows]
    return card, rows, [row.key for row in card.body.rows if row.cells[2].muted]


def test_the_least_filled_stands_first_by_field_source_and_account_manager(house: House) -> None:
    card, rows, grey = told(forty(house))
    # region 30 of 40, tier 40 of 40; shop 10 of 20, crm 60 of 60; nobody's 6 of 12, Bea's 4 of 8, Ana's 60 of 60
    assert card.title == "The critical field filled least: Region, 75.0%"
    assert rows == [
        ("Region", "Field", "75.0%", "40"),
        ("Tier", "Field", "100.0%", "40"),
        ("crm", "Source", "100.0%", "60"),
        ("shop", "Source", "50.0%", "20"),
        ("Ana", "Account manager", "100.0%", "60"),
        ("nobody", "Account manager", "50.0%", "12"),
        ("Bea", "Account manager", "50.0%", "8"),
    ]
    assert grey == ["source shop", "agent None", "agent bea"]  # fewer than thirty fields: not judged, and last


def test_a_reader_of_a_team_sees_the_records_of_that_team_alone(house: House) -> None:
    card, rows, grey = told(forty(house), Scope(teams=("T-bea",)))
    assert card.title == "Too few customers to judge their critical fields"
    assert rows == [
        ("Region", "Field", "0.0%", "4"),
        ("Tier", "Field", "100.0%", "4"),
        ("shop", "Source", "50.0%", "8"),
        ("Bea", "Account manager", "50.0%", "8"),
    ]
    assert len(grey) == 4


def test_the_person_of_a_record_is_its_account_manager(house: House) -> None:
    rows = {"customer": [person("a")], "subscription": [plan("a", JAN)], "critical_field": [{"field": "agent"}]}
    _, told_rows, _ = told(house(rows, through=date(2026, 2, 28)))
    assert told_rows[0] == ("Account manager", "Field", "0.0%", "1")


def test_without_active_customers_there_is_no_card(house: House) -> None:
    assert completeness.card(house({"customer": [person("a")], "subscription": []}), EVERYTHING, en) is None
