"""The whole months of which a version keeps the rows of period shapes, so that no question makes them anew."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

FINAL = "final"  # the schema
MONTHS = "month"  # its table of the months
PRINTS = "print"  # its table of what each was made of
Fetch = Callable[..., list[tuple[Any, ...]]]


@dataclass(frozen=True)
class KeptMonths:
    """The first and the last of them, none between left out, and the period shapes whose rows are kept."""

    first: date
    last: date
    shapes: frozenset[str]


def kept_months(fetch: Fetch) -> KeptMonths | None:
    """What a version keeps, by what asks it; None of one without whole months, or of an earlier release."""
    names = {name for (name,) in fetch("select table_name from duckdb_tables() where schema_name = ?", [FINAL])}
    if MONTHS not in names:
        return None
    first, last = fetch(f"select min(period), max(period) from {FINAL}.{MONTHS}")[0]
    return KeptMonths(first, last, frozenset(names - {MONTHS, PRINTS})) if first else None


def of_months(name: str, months: tuple[date, ...]) -> str:
    """The select of the rows of a period shape that are kept, of these months."""
    days = ", ".join(f"date '{month}'" for month in months)
    between = f"period between date '{min(months)}' and date '{max(months)}'"
    return f"select * from {FINAL}.{name} where {between} and period in ({days})"


def rows_of(select: str, months: Collection[date]) -> str:
    """The rows of the select of a period shape in these months, in their order."""
    asked = f"select * from {FINAL}.{MONTHS} where period in {list_of(months)}"
    return f"with asked as ({asked})\nselect * from (\n{select}\n)\norder by period"


def list_of(months: Collection[date]) -> str:
    """SQL of a list of days; of none one that holds no day."""
    return "(" + ", ".join(f"date '{month}'" for month in months) + ")" if months else "(null)"
