"""Which columns make a total: amounts without tax, taxes, what is taken off, held against it row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from crm_metrics.warehouse.suggesting.columns import AMOUNTS, Column
from crm_metrics.warehouse.suggesting.dictionary import meanings, says
from crm_metrics.warehouse.suggesting.found import FoundTable
from crm_metrics.warehouse.suggesting.values import value_of

CENTS = 0.02  # what rounding may make of a sum
MOST = 0.95  # of the rows of a list that have to keep an equation
_PARTS = 9  # columns that are tried together: beyond them, those that are told best
_ALIKE = 40  # rows of one pattern of empty parts that are looked at
_CENT, _UNIT = 0.011, 0.51  # what rounding may make of one tax, in cents or in whole units of a currency
_NEAR = 0.0001  # of a share: 19 % inside is 0.1597 of the total, 16 % on top 0.16
RATES = (4, 5, 7, 8, 10, 10.5, 12, 13, 15, 16, 18, 19, 20, 21, 22, 23, 27)  # usual taxes, in percent
_SIGNS = {"net": 1, "tax": 1, "less": -1, "withheld": -1}


@dataclass(frozen=True)
class Addend:
    """A column that may be part of a total; side: net, tax, less (a discount) or withheld."""

    column: Column
    side: str
    values: Sequence[float]


def parts_of(table: FoundTable, tax: Column, total: Column) -> list[Addend]:
    """The columns that may make a total, the amount without tax and the tax first."""
    sure = [(table.by["net"], "net"), (tax, "tax")]
    asides = [
        (table.by[name], side) for name, side in (("discount", "less"), ("withheld", "withheld")) if table.has(name)
    ]
    taken = {one.place for one, _ in (*sure, *asides)} | {total.place}
    others = [(one, _side(one)) for one in table.columns if one.place not in taken]
    told = [*sure, *asides, *((one, side) for one, side in others if side)]
    read = [Addend(one, side, [value or 0.0 for value in numbers(table, one)]) for one, side in told]
    return [part for at, part in enumerate(read) if at < len(sure) or any(part.values)][:_PARTS]


def _side(one: Column) -> str:
    """What a column that is none of the known amounts may be by its name; "" where it can't be part of a total."""
    if (
        one.look.number is None
        or one.look.day is not None
        or one.meaning not in ("", "net", "tax", "amount", "row_number")
    ):
        return ""
    if says("untaxed", one.name) or one.meaning == "amount" or any(name == "net" for name, _ in meanings(one.name)):
        return "net"
    return "tax" if says("taxed", one.name) else ""


def making(parts: Sequence[Addend], total: Sequence[float | None]) -> list[Addend] | None:
    """The parts that make the total in the most rows, the fewest of them; None where none do in nearly all."""
    rows = _told_apart(parts, total)
    best: tuple[int, int] = (0, 0)
    found: list[Addend] | None = None
    for size in range(2, len(parts) + 1):
        for chosen in combinations(range(len(parts)), size):
            sides = {parts[at].side for at in chosen}
            if not {"net", "tax"} <= sides:
                continue
            good = sum(weight for weight, end, values in rows if _holds(parts, chosen, values, end))
            if good > best[0]:
                best, found = (good, size), [parts[at] for at in chosen]
    return found if rows and best[0] >= MOST * sum(weight for weight, _, _ in rows) else None


def side_of_tax(table: FoundTable, tax: Column, total: Column, country: str) -> str:
    """Where the amount without tax is the total itself: whether the tax lies inside it, or comes on top; "" if unknown.

    The share of the tax tells it: 16/116 of the total is a tax of 16 % inside it, 16/100 one on top. In Bolivia the tax
    of 13 % is 13/100 of what is paid.
    """
    rows = [
        (part, end)
        for net, part, end in zip(*(numbers(table, one) for one in (table.by["net"], tax, total)), strict=True)
        if net is not None and part and end and abs(net - end) <= CENTS
    ]
    whole = sum(end for _, end in rows)
    filled = sum(bool(end) for end in numbers(table, total))
    if not whole or len(rows) < MOST * filled:
        return ""
    share = sum(part for part, _ in rows) / whole
    if country == "BO" or any(abs(share - rate / (100 + rate)) < _NEAR for rate in RATES):
        return "inside"
    return "on_top" if any(abs(share - rate / 100) < _NEAR for rate in RATES) else ""


def side_by_rates(table: FoundTable, tax: Column, amount: Column, country: str) -> str:
    """Whether the tax of each row lies inside its amount, or comes on top, told by the usual rates; "" if unknown."""
    if country == "BO":
        return "inside"  # 13 of each 100 that are paid
    if country == "BR":
        return ""  # some of its taxes are 18 of each 100 with them inside, others come on top
    told = zip(numbers(table, tax), numbers(table, amount), strict=True)
    rows = [(abs(part), abs(whole)) for part, whole in told if part and whole]
    near = _CENT if any(part != int(part) for part, _ in rows) else _UNIT
    top = sum(any(abs(whole * rate / 100 - part) <= near for rate in RATES) for part, whole in rows)
    inside = sum(any(abs(whole * rate / (100 + rate) - part) <= near for rate in RATES) for part, whole in rows)
    least = MOST * len(rows)
    if not rows or (top >= least) == (inside >= least):
        return ""
    return "on_top" if top >= least else "inside"


def _holds(parts: Sequence[Addend], chosen: Sequence[int], values: Sequence[float], end: float) -> bool:
    return abs(sum(_SIGNS[parts[at].side] * values[at] for at in chosen) - end) <= CENTS


def _told_apart(parts: Sequence[Addend], total: Sequence[float | None]) -> list[tuple[int, float, list[float]]]:
    """Rows to try, each with how many it stands for: some of each pattern of parts that are nought."""
    patterns: dict[tuple[bool, ...], list[tuple[float, list[float]]]] = {}
    sizes: Counter[tuple[bool, ...]] = Counter()
    for at, end in enumerate(total):
        if end is None:
            continue
        values = [part.values[at] for part in parts]
        pattern = tuple(bool(value) for value in values)
        sizes[pattern] += 1
        kept = patterns.setdefault(pattern, [])
        if len(kept) < _ALIKE:
            kept.append((end, values))
    return [
        (round(1000 * sizes[pattern] / len(kept)), end, values)
        for pattern, kept in patterns.items()
        for end, values in kept
    ]


def numbers(table: FoundTable, column: Column) -> list[float | None]:
    """The numbers of a column, row by row."""
    looks = [one.look.number for one in table.columns if one.meaning in AMOUNTS and one.look.number]
    marks = [look.decimal for look in looks if look.decimal in (".", ",")]
    decimal = column.look.number.decimal if column.look.number else "."
    if decimal not in (".", ","):
        decimal = marks[0] if marks else "."
    return [
        value_of(cell.rstrip("\u2060"), decimal if not cell.endswith("\u2060") else ".") for cell in column.look.cells
    ]
