"""The whole months of which a version keeps the rows of period shapes, so that no question makes them anew.

Beside them the twelve months to the last one are kept as one period, which stands under its last day.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from crm_metrics.periods import next_start

FINAL = "final"  # the schema
MONTHS = "month"  # its table of the months
PRINTS = "print"  # its table of what each was made of
Fetch = Callable[..., list[tuple[Any, ...]]]


@dataclass(frozen=True)
class KeptMonths:
    """What a version keeps."""

    first: date
    """The first day of the first month."""
    last: date
    """That of the last one; none between is left out."""
    shapes: frozenset[str]
    """The period shapes whose rows are kept."""
    year: tuple[date, date] | None = None
    """The first and the last day of the twelve months to the last one; None where the data begin later."""

    def place(self, period: date, first: date, last: date) -> date | None:
        """The day under which the rows of a period from `first` to `last` stand; None where they are not kept."""
        month_ends = next_start("month", first) - timedelta(days=1)
        if period == first and first.day == 1 and last == month_ends and self.first <= first <= self.last:
            return period
        return last if (first, last) == self.year else None


def kept_months(fetch: Fetch) -> KeptMonths | None:
    """What a version keeps, by what asks it; None of one without whole months, or of an earlier release."""
    names = {name for (name,) in fetch("select table_name from duckdb_tables() where schema_name = ?", [FINAL])}
    if MONTHS not in names:
        return None
    months, year = "filter (where period = first)", "filter (where period = last)"
    told = f"min(period) {months}, max(period) {months}, min(first) {year}, max(last) {year}"
    first, last, *twelve = fetch(f"select {told} from {FINAL}.{MONTHS}")[0]
    shapes = frozenset(names - {MONTHS, PRINTS})
    return KeptMonths(first, last, shapes, (twelve[0], twelve[1]) if twelve[0] else None) if first else None


def of_months(name: str, places: Mapping[date, date]) -> str:
    """The select of the kept rows of a period shape. places: of each period, the day under which they stand."""
    months = tuple(place for period, place in places.items() if place == period)
    selects = [
        f"select * replace (date '{period}' as period) from {FINAL}.{name} where period = date '{place}'"
        for period, place in places.items()
        if place != period
    ]
    if months:
        between = f"period between date '{min(months)}' and date '{max(months)}'"
        selects.append(f"select * from {FINAL}.{name} where {between} and period in {list_of(months)}")
    return "\nunion all\n".join(selects)


def month_rows(select: str, months: Collection[date]) -> str:
    """The rows of the select of a period shape in these months, or what stands beside them, in their order."""
    asked = f"select * from {FINAL}.{MONTHS} where period in {list_of(months)}"
    return f"with asked as ({asked})\nselect * from (\n{select}\n)\norder by period"


def list_of(months: Collection[date]) -> str:
    """SQL of a list of days; of none one that holds no day."""
    return "(" + ", ".join(f"date '{month}'" for month in months) + ")" if months else "(null)"
