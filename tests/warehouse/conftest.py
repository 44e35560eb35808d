"""Period shapes as tests ask them: one period, some columns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from crm_metrics.warehouse import shape
from crm_metrics.warehouse.store import Warehouse

Over = Callable[[Warehouse, str, date, date, str], list[tuple[Any, ...]]]


@pytest.fixture
def over() -> Over:
    """Rows of a period shape: `over(shop, "customer_period", first, last, "customer, churned")`."""

    def rows(warehouse: Warehouse, name: str, first: date, last: date, columns: str) -> list[tuple[Any, ...]]:
        return warehouse.fetch(
            "with asked (period, first, last, next, days) as (select $first, $first, $last, $next, $days),"
            f" one as ({shape.period_select(name, warehouse.company.time_zone)}) select {columns} from one",
            {"first": first, "last": last, "next": last + timedelta(days=1), "days": (last - first).days + 1},
        )

    return rows
