"""Lists that tell again, slip by slip or part by part, what a list of invoices tells whole: each debt counts once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from crm_metrics.warehouse.suggesting.columns import AMOUNTS, DAYS
from crm_metrics.warehouse.suggesting.found import FoundTable
from crm_metrics.warehouse.suggesting.people import folded_name
from crm_metrics.warehouse.suggesting.subjects.lines import numbered_by
from crm_metrics.words import mark

SOME = mark("that what is owed is what a second list tells of it, which has not all of the invoices")
_MOST = 0.9  # of the slips that have to name an invoice, and its customer
_ALL = 0.98  # of the invoices that have a slip
_OF_SALES = ("net", "tax", "product", "quantity")  # what no slip tells
_PART = re.compile(r"(.*\d)\s*[-/.]\s*\d{1,3}")  # 2319-1, 2319/02
_LAST = re.compile(r"(\d+)\D*$")
_PARTS = re.compile(r"[^\W\d_]+|\d+")


@dataclass(frozen=True)
class Slips:
    """The list of slips of a list of invoices; whole: whether all of those have one."""

    table: FoundTable
    whole: bool


def slips_of(table: FoundTable, everything: Sequence[FoundTable]) -> Slips | None:
    """The list that tells the debts of a list of invoices in its place; None where there is none."""
    for other in everything:
        named = _named(other, table) if other is not table else None
        if named is not None and (_named(table, other) is None or _rank(other) > _rank(table)):
            return Slips(other, len(named.keys & named.slips) >= _ALL * len(named.keys))
    return None


def are_slips(table: FoundTable, everything: Sequence[FoundTable]) -> bool:
    """Whether a list tells again what another list of invoices has."""
    found = (slips_of(other, everything) for other in everything if other is not table and other.subject == "invoices")
    return any(slips is not None and slips.table is table for slips in found)


def _rank(table: FoundTable) -> tuple[bool, int, str]:
    return table.any("paid_on", "paid") is not None, sum(len(grid.rows) for grid in table.grids), table.name


@dataclass(frozen=True)
class _Named:
    """The keys of the invoices of a list, and those that slips name."""

    keys: set[str]
    slips: set[str]


def _named(slips: FoundTable, bills: FoundTable) -> _Named | None:
    """The invoices that slips name, each with its customer; None where they are no slips of these invoices."""
    number = numbered_by(bills)
    if slips.subject != "invoices" or bills.subject != "invoices" or number in (None, "row_number"):
        return None
    if slips.any(*_OF_SALES) or not slips.any("due", "paid_on"):
        return None
    who = next((one for one in ("tax_id", "customer") if slips.has(one) and bills.has(one)), None)
    if who is None:
        return None
    people = list(map(folded_name, slips.cells(who)))
    for keys_of, texts in _ways(bills, number or ""):
        owners = set(zip(keys_of(texts), map(folded_name, bills.cells(who)), strict=True))
        of = dict(owners)
        if len(of) < len(owners):
            continue  # one number of several series
        for keys in map(keys_of, _candidates(slips)):
            good = sum(bool(key) and of.get(key) == name for key, name in zip(keys, people, strict=True))
            if people and good >= _MOST * len(people):
                return _Named({key for key in of if key}, set(keys))
    return None


def _ways(bills: FoundTable, number: str) -> Iterator[tuple[Callable[[Sequence[str]], list[str]], Sequence[str]]]:
    """How invoices may be told: by their last number alone, or with the series that stands before it or beside it."""
    cells = bills.cells(number)
    yield _keys, cells
    yield _whole_keys, cells
    if bills.has("series"):
        yield _whole_keys, [f"{first} {cell}" for first, cell in zip(bills.cells("series"), cells, strict=True)]


def _candidates(slips: FoundTable) -> list[list[str]]:
    """What each slip may call its invoice: a column of its own, or its number without the part."""
    texts = [[cell.rstrip("\u2060").strip() for cell in one.look.cells] for one in slips.columns
             if one.meaning not in AMOUNTS | DAYS and one.look.is_numbered]  # fmt: skip
    heads = [[found[1] if (found := _PART.fullmatch(cell)) else cell for cell in cells] for cells in texts]
    return [*texts, *heads]


def _keys(cells: Sequence[str]) -> list[str]:
    """The last number in each cell, without what stands before it."""
    return [found[1].lstrip("0") if (found := _LAST.search(cell)) else "" for cell in cells]


def _whole_keys(cells: Sequence[str]) -> list[str]:
    """The letters and numbers in each cell, whatever stands between them."""
    return ["-".join(part.lstrip("0") for part in _PARTS.findall(cell.casefold())) for cell in cells]
