"""Whole months that are kept, held against what their rows give now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import duckdb

from crm_metrics.periods import months_later
from crm_metrics.warehouse.finals.months import FINAL, MONTHS, Fetch, kept_months, of_months
from crm_metrics.warehouse.notes import Note, warning
from crm_metrics.warehouse.shape import period_select, shapes, zone_of


def unlike(fetch: Fetch, time_zone: str, version: int) -> Iterator[Note]:
    """A warning for each kept month that is another than its rows give: of the first, the last, one between, the year.

    Which one is between changes with each version. Only of a version that this release made is its text known.
    """
    kept = kept_months(fetch)
    if kept is None:
        return
    months = [month for (month,) in fetch(f"select period from {FINAL}.{MONTHS} order by 1")]
    for month in sorted({months[0], months[version % len(months)], kept.last, months[-1]}):
        for name in sorted(kept.shapes & shapes().keys()):
            if _differs(fetch, period_select(name, time_zone), name, month):
                yield warning(
                    "The rows of {month} that are kept of {table} are not what they are made of; the command rebuild"
                    " makes all months anew.",
                    month=_named(month),
                    table=f"{FINAL}.{name}",
                )


def differing_months(connection: duckdb.DuckDBPyConnection) -> Sequence[str]:
    """The kept months of period shapes that are others than their rows give, as `shape month`; all are looked at."""

    def fetch(sql: str, params: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        return connection.execute(sql, params).fetchall()

    kept, zone = kept_months(fetch), zone_of(connection)
    months = [month for (month,) in fetch(f"select period from {FINAL}.{MONTHS} order by 1")] if kept else []
    return [
        f"{name} {_named(month)}"
        for name in sorted(kept.shapes if kept else ())
        for month in months
        if _differs(fetch, period_select(name, zone), name, month)
    ]


def _named(period: date) -> str:
    """A month, or the first and the last of the twelve that stand under their last day."""
    if period.day == 1:
        return f"{period:%Y-%m}"
    return f"{months_later(period, -11):%Y-%m} … {period:%Y-%m}"


def _differs(fetch: Fetch, live: str, name: str, month: date) -> bool:
    asked = f"select * from {FINAL}.{MONTHS} where period = date '{month}'"
    made = f"(with asked as ({asked}) select * from ({live}))"
    kept = f"({of_months(name, {month: month})})"
    sides = (f"(from {one} except all from {other})" for one, other in ((kept, made), (made, kept)))
    return bool(fetch(" union all ".join(f"select 1 from {side}" for side in sides) + " limit 1"))
