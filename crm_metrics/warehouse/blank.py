"""Tables without a row, in memory: where a statement is tried before any reader asks it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import duckdb

from crm_metrics.warehouse import schema, shape
from crm_metrics.warehouse.store import Warehouse, reading

DAY = date(2026, 1, 1)  # every table is loaded on it, and on no other
_ALWAYS = ("calendar_day", "watermark")  # what every question reads


@contextmanager
def blank_house(shapes: Collection[str]) -> Iterator[Warehouse]:
    """A warehouse whose tables hold nothing, with these stored shapes and those that they read."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        schema.create(connection)
        at = datetime(2026, 1, 2, tzinfo=UTC)
        rows = [["blank", table, DAY, DAY, at] for table in schema.input_tables()]
        connection.executemany("insert into main.load_log values (1, ?, ?, ?, ?, 0, 0, ?, false)", rows)
        stored = {name for name, known in shape.shapes().items() if known.kind != "period"}
        shape.build(connection, only=(set(shapes) & stored).union(_ALWAYS))
        yield reading(connection)


def complaint(trial: Callable[[], object]) -> str | None:
    """What the engine says against a trial, its first line; None when it takes it."""
    try:
        trial()
    except duckdb.Error as error:
        return str(error).split("\n")[0].strip()
    return None
