"""What several tests of the warehouse ask: a period shape over one period, a text read by a format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import duckdb
import pytest

from crm_metrics.warehouse import shape
from crm_metrics.warehouse.mapping.formats import Format
from crm_metrics.warehouse.store import Warehouse

Read = Callable[[Format, str], object]
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


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty database in memory."""
    with duckdb.connect(config={"threads": "1"}) as made:
        made.execute("set TimeZone = 'UTC'")
        yield made


@pytest.fixture
def read(connection: duckdb.DuckDBPyConnection) -> Read:
    """The value of a text: `read(Format(kind="number"), "1.5")`."""

    def value(how: Format, text: str) -> object:
        return connection.execute(f"select {how.sql('cell')} from (select ? as cell)", [text]).fetchall()[0][0]

    return value
