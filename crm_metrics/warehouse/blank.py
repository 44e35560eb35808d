"""Tables without a row, in memory: where a statement is tried before any reader asks it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime

import duckdb

from crm_metrics.processes import PROCESSES
from crm_metrics.warehouse import schema, shape
from crm_metrics.warehouse.store import Warehouse, reading

DAY = date(2026, 1, 1)  # every table is loaded on it, and on no other
_VALUES = ("null", "1", "0", "-1")  # of a number; of a text and a yes/no column what stands at the same place
_OTHERS = {"VARCHAR": ("null", "'x'", "''", "'-1'"), "BOOLEAN": ("null", "true", "false", "true")}
BROKEN = (duckdb.Error, TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError)
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
        shape.build(connection, only={*shapes, *_ALWAYS})
        yield reading(connection)


def fill(house: Warehouse) -> None:
    """Put rows into the stored shapes of a blank house, of all processes: empty, usual, nought and negative values.

    They are alive on DAY, and whatever has a day has it then.
    """
    for (name,) in house.fetch("select table_name from duckdb_tables() where schema_name = 'shape'"):
        if name in _ALWAYS:
            continue
        columns = house.columns(name)
        for place in range(len(_VALUES)):
            values = ", ".join(_value(column, kind, place) for column, kind in columns.items())
            house.connection.execute(
                f'insert into shape."{name}" select {values} from unnest($1) as t(process)', [list(PROCESSES)]
            )


def _value(column: str, kind: str, place: int) -> str:
    if column == "process":
        return "process"
    if kind == "DATE" or kind.startswith("TIMESTAMP"):
        return f"cast(date '{DAY}' + {int(column in ('to_on', 'to_at'))} as {kind})"
    value = _OTHERS.get(kind, _VALUES)[place] if kind not in ("TIME", "VARCHAR[]") else "null"
    return f"try_cast({value} as {kind})"


def kinds(house: Warehouse, name: str, value: str = "r.*") -> Mapping[str, str]:
    """Column → DuckDB type of a shape, also of one that is computed for each question; or of a value of its rows."""
    if shape.shapes()[name].kind != "period":
        rows = f"shape.{name}"
    else:
        rows = f"({shape.period_select(name, house.company.time_zone)})"
    asked = f"(values (date '{DAY}', date '{DAY}', date '{DAY}', date '{DAY}', 1, date '{DAY}'))"
    described = house.fetch(
        f"describe with asked(period, first, last, next, days, ends) as {asked}"
        f" select {value} from {rows} as r, (select first, last, next, days from asked) as a"
    )
    return {column: kind for column, kind, *_ in described}


def complaint(trial: Callable[[], object]) -> str | None:
    """What the engine says against a trial, or how its answer can't be reckoned with; None when it takes it."""
    try:
        trial()
    except BROKEN as error:
        return str(error).split("\n")[0].strip() or type(error).__name__
    return None
