"""What a metric waits for: the file, or the column of a file, and where its template lies."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from crm_metrics.command.doctor import uncomputable
from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.lacks import Lack, lacks
from crm_metrics.words import Words
from tests.conftest import House
from tests.metrics.made import answer, case

ROOT = Path(__file__).parent.parent.parent


def test_a_table_that_was_never_loaded_is_named_with_its_template(house: House) -> None:
    warehouse = house({"survey": [answer("1", date(2026, 1, 5), 9)]})
    (lack,) = lacks(warehouse, CATALOGUE["cases_opened"])
    assert lack == Lack(("work_item",))
    assert (lack.files, lack.templates) == (("work_item.csv",), ("data/templates/work_item.csv",))
    assert (ROOT / lack.templates[0]).is_file()
    assert lacks(warehouse, CATALOGUE["nps"]) == ()


def test_alternatives_are_named_together(house: House) -> None:
    (lack,) = lacks(house({"survey": []}), CATALOGUE["customer_churn_rate"])
    assert lack.tables == ("subscription", "order_line")


def test_a_metric_over_metrics_waits_for_what_its_parts_wait_for(house: House) -> None:
    found = lacks(house({"work_item": [case("1", date(2026, 1, 5))]}), CATALOGUE["cases_resolved_per_hour"])
    assert Lack(("agent_time",)) in found


def test_a_column_without_a_single_value_is_missing(house: House) -> None:
    # No deal has an amount: what was booked can't be told; how many were won can.
    deal = case("1", date(2026, 1, 5), date(2026, 1, 9), process="sales", kind="new_sale", outcome="won", status="won")
    warehouse = house({"work_item": [deal]})
    assert lacks(warehouse, CATALOGUE["bookings"]) == (Lack(("work_item",), "amount"),)
    assert lacks(warehouse, CATALOGUE["deals_won"]) == ()
    told = uncomputable(warehouse, Words("en"))
    assert "- work_item.csv: no row has a value in amount; " in told
    assert "Bookings" in told


def test_one_value_is_enough_and_an_empty_table_lacks_no_column(house: House) -> None:
    sale = {"process": "sales", "kind": "new_sale", "outcome": "won", "status": "won"}
    rows = [
        case("1", date(2026, 1, 5), date(2026, 1, 9), **sale),
        case("2", date(2026, 1, 5), date(2026, 1, 9), amount=5, **sale),
    ]
    assert lacks(house({"work_item": rows}), CATALOGUE["bookings"]) == ()
    assert lacks(house({"work_item": []}), CATALOGUE["bookings"]) == ()
