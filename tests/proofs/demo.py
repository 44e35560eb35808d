"""The demo company holds contacts, cases and changes of status in proportion, whatever its size."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from crm_metrics.settings import Settings
from crm_metrics.warehouse import engines, schema
from crm_metrics.warehouse.demo.build import Asked, fill
from crm_metrics.warehouse.presence import rows_read

UNTIL = date(2026, 10, 31)
TABLES = ("interaction", "work_item", "status_event", "survey", "order_line", "receivable")
WHOLE, BASE = 120_000, 2_000  # customers
APART = 0.2  # how far a table's rows for each customer may lie from those of the small company


def proportions(count: int = WHOLE, seed: int = 7, *, base: int = BASE, months: int = 25) -> Mapping[str, int]:
    """The rows that can be read of the tables of `count` customers; AssertionError where they are out of proportion."""
    small, large = counted(base, months, seed), counted(count, months, seed)
    for table in TABLES:
        usual, found = small[table] / base, large[table] / count
        assert abs(found - usual) <= APART * usual, (
            f"{table}: {found:.2f} rows for each customer, and {usual:.2f} at {base}"
        )
    return {"customers": count, **large}


def counted(customers: int, months: int, seed: int) -> dict[str, int]:
    """How many rows of each table can be read of a demo company of this size, on all threads of the machine."""
    with (
        TemporaryDirectory(prefix="pulso-") as folder,
        closing(engines.loader(Path(folder) / "demo.duckdb", Settings())) as connection,
    ):
        connection.execute("begin")
        schema.create(connection)
        fill(connection, Asked(UNTIL, customers, months, seed))
        connection.execute("commit")
        return {table: rows_read(connection, f"main.{table}") for table in TABLES}
