"""How far the data tell what customers buy and pay: as far as the latest source that is still fed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from crm_metrics.metrics.shop import Shop
from crm_metrics.warehouse.attending.outcomes import told_through
from tests.conftest import House

LAST = date(2026, 2, 9)
OVER, MORNING = datetime(2026, 2, 10, 12, tzinfo=UTC), datetime(2026, 2, 9, 14, tzinfo=UTC)  # 9:00 in Bogotá


def loaded(house: House, orders: datetime, payments: datetime) -> Shop:
    """Orders and payments, each of a source of its own that reaches the same day."""
    rows: dict[str, list[dict[str, object]]] = {"order_line": [], "receivable": [], "work_item": []}
    at = {"order_line": orders, "receivable": payments, "work_item": OVER, "company": OVER}
    return house(rows, through=LAST, loaded_at=at)


@pytest.mark.parametrize(
    ("orders", "payments", "said"),
    [(OVER, OVER, LAST), (MORNING, OVER, date(2026, 2, 8)), (OVER, MORNING, date(2026, 2, 8))],
)
def test_it_is_the_last_day_that_was_over_in_both(
    house: House, orders: datetime, payments: datetime, said: date
) -> None:
    assert told_through(loaded(house, orders, payments)) == said


def test_where_nothing_tells_what_they_buy_there_is_none(house: House) -> None:
    assert told_through(house({"work_item": []}, through=LAST)) is None


def test_a_source_that_ended_leaves_nobody_waiting(house: House) -> None:
    shop = loaded(house, OVER, OVER)
    shop.connection.execute("update main.load_log set source_ended = true where source = 'receivable'")
    shop.connection.execute(
        "update shape.watermark set loaded_through = date '2025-06-30' where table_name = 'receivable'"
    )
    assert told_through(shop) == LAST
    shop = loaded(house, OVER, OVER)
    shop.connection.execute("update main.load_log set source_ended = true")
    assert told_through(shop) == LAST
