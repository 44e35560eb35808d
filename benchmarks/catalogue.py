"""The cost of the whole catalogue: one month of every metric, together and one by one; and of ten times the rows."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import duckdb

from benchmarks.measure import Ratio, interleaved
from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.question import ask
from crm_metrics.warehouse import schema, shape
from crm_metrics.warehouse.demo.build import Asked, fill
from crm_metrics.warehouse.store import Warehouse, open_warehouse, reading

TOGETHER = 1.0  # asked together they must not cost more than one by one
TENFOLD = 12.0  # ten times the rows
SMALL, LARGE = 1_000, 15_500  # customers; a company of few has as many calendars, so ten times the rows take more
MONTHS = 13
UNTIL = date(2026, 11, 15)


def measure(folder: Path, rounds: int = 5) -> list[Ratio]:
    """CPU of every metric of the last whole month of a demo company: fused into shared statements, and each alone."""
    warehouse = open_warehouse(folder)
    try:
        first, last = _last_month(warehouse)
        metrics = list(CATALOGUE.values())
        spent = interleaved(
            {
                "together": lambda: _ask(warehouse, metrics, first, last),
                "one by one": lambda: [_ask(warehouse, [metric], first, last) for metric in metrics],
            },
            rounds,
        )
        ratio = spent["together"] / spent["one by one"]
        per_metric = spent["one by one"] / len(metrics)
        claim = "every metric of one month on the demo, in one question against one by one"
        sizes: dict[str, int | str] = {"metrics": len(metrics), "milliseconds per metric": f"{per_metric:.1f}"}
        together = Ratio(claim=claim, ratio=ratio, limit=TOGETHER, rounds=rounds, milliseconds=spent, sizes=sizes)
        return [together, *_tenfold()]
    finally:
        warehouse.close()


def _tenfold(rounds: int = 3) -> list[Ratio]:
    """CPU of a company of ten times the rows against a small one: its shapes, and one month of every metric."""
    shaping: dict[str, float] = {}
    houses: dict[str, Warehouse] = {}
    rows: dict[str, int] = {}
    for customers in (SMALL, LARGE):
        name = f"{customers} customers"
        houses[name], shaping[name] = _company(customers)
        rows[name] = sum(_count(houses[name], table) for table in schema.input_tables())
    small, large = houses
    metrics = list(CATALOGUE.values())
    first, last = _last_month(houses[large])
    spent = interleaved(
        {name: partial(_ask, house, metrics, first, last) for name, house in houses.items()},
        rounds,
    )
    sizes = {f"rows, {name}": count for name, count in rows.items()}
    for house in houses.values():
        house.close()
    return [
        Ratio(
            claim="every metric of one month, ten times the rows",
            ratio=spent[large] / spent[small],
            limit=TENFOLD,
            rounds=rounds,
            milliseconds=spent,
            sizes=sizes,
        ),
        Ratio(
            claim="all shapes of a version, ten times the rows",
            ratio=shaping[large] / shaping[small],
            limit=TENFOLD,
            rounds=1,
            milliseconds=shaping,
            sizes=sizes,
        ),
    ]


def _company(customers: int) -> tuple[Warehouse, float]:
    """A demo company in memory, and the CPU milliseconds of its shapes."""
    connection = duckdb.connect()
    connection.execute("set TimeZone = 'UTC'")
    schema.create(connection)
    fill(connection, Asked(customers=customers, months=MONTHS, until=UNTIL))
    begun = time.process_time()
    shape.build(connection)
    return reading(connection), (time.process_time() - begun) * 1000


def _ask(warehouse: Warehouse, metrics: Sequence[Metric], first: date, last: date) -> int:
    return len(ask(warehouse, metrics, every="month", since=first, until=last))


def _count(warehouse: Warehouse, table: str) -> int:
    return int(warehouse.fetch(f'select count(*) from main."{table}"')[0][0])


def _last_month(warehouse: Warehouse) -> tuple[date, date]:
    through = max(source.through for source in warehouse.sources if source.through)
    last = through.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last
