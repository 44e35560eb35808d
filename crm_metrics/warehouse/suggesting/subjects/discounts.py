"""Which amount is the one after its discount: told by what the discount makes of the other columns, row by row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from crm_metrics.warehouse.suggesting.columns import Column
from crm_metrics.warehouse.suggesting.drafts import MappingDraft
from crm_metrics.warehouse.suggesting.found import FoundTable
from crm_metrics.warehouse.suggesting.subjects.sums import CENTS, MOST, numbers
from crm_metrics.words import mark

UNTOLD = mark("that its amounts are those after the discount")
_NO_AMOUNT = frozenset(("quantity", "unit_price", "tax", "withheld", "paid", "balance", "rate", "overdue_days", "cost"))
# How a discount is written: taken off, below nought already, or in percent; in numbers and in SQL.
_WAYS: Mapping[str, tuple[Callable[[float, float], float], str]] = {
    "less": (lambda gross, off: gross - off, "({gross} - coalesce({off}, 0))"),
    "below": (lambda gross, off: gross + off, "({gross} + coalesce({off}, 0))"),
    "percent": (
        lambda gross, off: gross * (100 - off) / 100,
        "round({gross} * (100 - coalesce({off}, 0)) / 100, 2)",
    ),
}


@dataclass(frozen=True)
class Discounted:
    """How an amount stands to the discount beside it.

    side: before or after it, "" where nothing tells; column: what is left of an amount before it, where a column says
    it; way: how the discount is written.
    """

    side: str
    column: Column | None = None
    way: str = "less"


def after_discount(draft: MappingDraft, amount: Column) -> tuple[str, str]:
    """The SQL of an amount after its discount, and the name of its column; marked where nothing tells whether it is."""
    found = discounted(draft.table, amount)
    if found is None or found.side == "after":
        return draft.use(amount), amount.name
    if found.column is not None:
        return draft.use(found.column, kind="number"), found.column.name
    if found.side == "before":
        sql = _WAYS[found.way][1].format(gross=draft.use(amount), off=draft.column("discount"))
        return sql, amount.name
    if amount.meaning != "total":  # a total is what is left
        draft.assumed.append(UNTOLD)
    return draft.use(amount), amount.name


def discounted(table: FoundTable, amount: Column) -> Discounted | None:
    """Whether an amount is before or after the discount of its row; None where no row has any."""
    off = table.by.get("discount")
    if off is None or off is amount:
        return None
    told = numbers(table, off)
    rows = [at for at, value in enumerate(told) if value]
    if not rows:
        return None
    own, off_of = numbers(table, amount), [told[at] or 0.0 for at in rows]

    def made(gross: Sequence[float | None], left: Sequence[float | None], way: str) -> bool:
        """Whether the discount makes one amount of a larger one, in nearly all rows that have one."""
        found = ((gross[at], left[at], off) for at, off in zip(rows, off_of, strict=True))
        pairs = ((a, b, off) for a, b, off in found if a is not None and b is not None and abs(b) <= abs(a))
        return sum(abs(_WAYS[way][0](a, off) - b) <= CENTS for a, b, off in pairs) >= MOST * len(rows)

    others = [one for one in table.columns if one not in (amount, off) and _is_amount(one)]
    price = _by_price(table)
    for way in _WAYS:
        if price and made(price, own, way):
            return Discounted("after")
        for one in others:
            if made(numbers(table, one), own, way):
                return Discounted("after")
            if made(own, numbers(table, one), way):
                return Discounted("before", one, way)
    if price and all(_near(price[at], own[at]) for at in rows):
        return Discounted("before", way="percent" if "%" in off.name else "less")
    return Discounted("")


def _near(one: float | None, other: float | None) -> bool:
    return one is not None and other is not None and abs(one - other) <= CENTS


def _is_amount(one: Column) -> bool:
    return one.look.number is not None and one.look.day is None and one.meaning not in _NO_AMOUNT


def _by_price(table: FoundTable) -> list[float | None]:
    """What quantity and price make of each row; empty where a column of them is missing."""
    if not table.has("quantity", "unit_price"):
        return []
    counts, prices = (numbers(table, table.by[one]) for one in ("quantity", "unit_price"))
    pairs = zip(counts, prices, strict=True)
    return [None if count is None or price is None else count * price for count, price in pairs]
