"""What a database gave: the rows of one query, and each value of them as the text that a file would hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from math import isfinite
from typing import Any

AT_ONCE = 2_000  # rows in memory


class Untold(Enum):
    """A value that is there and says nothing."""

    DAY = "0000-00-00"
    NUMBER = "NaN"


@dataclass(frozen=True)
class QueryResult:
    """The rows of one query. columns: their names; binary: those of them that hold bytes; rows: read once."""

    columns: tuple[str, ...]
    binary: frozenset[str]
    rows: Iterator[tuple[Any, ...]]


@dataclass(frozen=True, kw_only=True)
class Database:
    """A database that is open for reading."""

    name: str
    """How it is called in a sentence: its file, or the address of its server."""
    tables: str
    """The query that gives the names of its tables."""
    quote: str
    """What stands before and after a name in its SQL."""
    ask: Callable[[str, str], QueryResult]
    """The answer to a query that fills the file so named; DataError, naming it, where there is none."""


def text(cell: Any) -> str:
    """A value as a file would hold it: ISO dates, points, lists with | between; nothing for what says nothing."""
    if cell is None or is_untold(cell):
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, float):  # 0.00001 would be 1e-05
        return format(Decimal(repr(cell)), "f")
    if isinstance(cell, Decimal):
        return format(cell, "f")
    if isinstance(cell, list | tuple):
        return "|".join(text(item) for item in cell)
    if isinstance(cell, bytes):
        return cell.decode("utf-8", errors="replace")
    return str(cell)


def is_untold(cell: Any) -> bool:
    """Whether a value is there and says nothing: a day 0000-00-00, a number that is none, the end of all days."""
    if isinstance(cell, float):
        return not isfinite(cell)
    return isinstance(cell, Untold) or (isinstance(cell, Decimal) and not cell.is_finite())
