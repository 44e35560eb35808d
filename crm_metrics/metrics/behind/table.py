"""The rows behind a number as a table for a file: raw values, units in columns of their own, no formula in a cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from crm_metrics.metrics.behind.columns import ZONE, RowColumn
from crm_metrics.metrics.behind.rows import PartRows, RowsBehind

Value = str | int | float | bool | date | None  # an instant is a date, too
RUN_BY_SHEETS = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class RowTable:
    """One head, and rows of as many raw values: ids as they are stored, numbers, days, instants."""

    head: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def table(behind: RowsBehind, most: int | None = None) -> RowTable:
    """The rows that were brought; those of several parts below each other, each behind the name of its part.

    most: only so many of them.
    """
    several = len(behind.parts) > 1
    heads = [_head(part) for part in behind.parts]
    names = tuple(dict.fromkeys(name for head in heads for name in head))
    rows: list[tuple[Value, ...]] = []
    for part, head in zip(behind.parts, heads, strict=True):
        places = [head.index(name) if name in head else None for name in names]
        lead = (part_name(part),) if several else ()
        rows += [
            (*lead, *(None if place is None else line[place] for place in places))
            for line in _lines(part, _units(behind))
        ]
    return RowTable((*(["part"] if several else []), *names), tuple(rows[:most]))


def part_name(part: PartRows) -> str:
    """What tells the rows of one part from those of another: its metric, and which side of a share it is."""
    return f"{part.metric.name}.{part.side}" if part.side else part.metric.name


def as_csv(given: RowTable, ending: str = "\n") -> str:
    """The table as CSV: points in numbers, days and instants as ISO 8601 has them, no cell that a sheet would run."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=ending)
    writer.writerow(given.head)
    writer.writerows([_written(value) for value in row] for row in given.rows)
    return out.getvalue()


def plain(value: Value) -> str | int | float | bool | None:
    """A value as JSON has it."""
    return value.isoformat() if isinstance(value, date) else value


def _written(value: Value) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return "'" + value if value.startswith(RUN_BY_SHEETS) else value
    return value.isoformat() if isinstance(value, date) else value


def _units(behind: RowsBehind) -> dict[str, str]:
    """What stands in the columns of units: the currency, the zone, else the name of the unit."""
    company = behind.question.warehouse.company if behind.question else None
    return {"money": company.currency, ZONE: company.time_zone} if company else {}


def _head(part: PartRows) -> tuple[str, ...]:
    lead = ("period", *part.leaf.by)
    return (*lead, *(name for column in part.columns for name in _names(column)))


def _names(column: RowColumn) -> tuple[str, ...]:
    return (column.name, f"{column.name}_unit") if column.unit else (column.name,)


def _lines(part: PartRows, units: dict[str, str]) -> Iterator[tuple[Value, ...]]:
    lead = 1 + len(part.leaf.by)
    for row in part.rows:
        line: list[Value] = [_value(value) for value in row[:lead]]
        for column, value in zip(part.columns, row[lead:], strict=True):
            line.append(_value(value))
            if column.unit:
                line.append(None if value is None else units.get(column.unit, column.unit))
        yield tuple(line)


def _value(value: Any) -> Value:
    """A number as a number: money is one without a currency beside it."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value if isinstance(value, Value) else str(value)
