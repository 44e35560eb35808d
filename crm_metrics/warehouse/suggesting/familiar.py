"""A column whose name says nothing and whose values are customers that another list, or the warehouse, knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from crm_metrics.warehouse.store import Warehouse
from crm_metrics.warehouse.suggesting.columns import Column, fits
from crm_metrics.warehouse.suggesting.found import FoundTable, subject_of
from crm_metrics.warehouse.suggesting.people import NOBODY, WHO, folded_name
from crm_metrics.warehouse.suggesting.questions import Interview

QUESTION = "customer_column"
SURE = 0.8  # of the different values are customers that are known: more may be new ones
LEAST = 0.4  # … and where fewer are, the owner says so
_FEW = 3  # different values that are known: two may be anything
_MEANINGS = ("customer", "tax_id", "customer_code", "email")

Known = Mapping[str, Collection[str]]


def with_customers(
    tables: Sequence[FoundTable],
    known: Iterable[tuple[str, str]],
    inquiry: Interview,
    said: Callable[[str], Mapping[str, str]],
) -> list[FoundTable]:
    """The tables, those that name no customer with the column that does by its values; asked where it is not sure.

    known: names and ids of the warehouse's customers; said: a file → what a person says that its columns mean.
    """
    pairs = list(known)
    there = {"customer": {folded_name(name) for name, _ in pairs}, "customer_code": {_plain(code) for _, code in pairs}}
    return [_with_customer(table, _known(table, tables, there), inquiry, said(table.files[0])) for table in tables]


def customers_of(warehouse: Warehouse) -> list[tuple[str, str]]:
    """The name of each customer of a warehouse, and the id by which its source calls it."""
    rows = warehouse.fetch("select name, customer_id from main.customer")
    return [(str(name or ""), str(code).partition(":")[2] or str(code)) for name, code in rows]


def _with_customer(table: FoundTable, known: Known, inquiry: Interview, said: Mapping[str, str]) -> FoundTable:
    if table.any(*WHO):
        return table
    best = max(_candidates(table, known, said), key=lambda one: one[0], default=None)
    if best is None or best[0] < LEAST:
        return table
    share, column, meaning = best
    told = [replace(one, meaning=meaning, certainty=round(share, 2)) if one is column else one for one in table.columns]
    made = replace(table, columns=told)
    made = replace(made, subject=subject_of(made))
    if made.subject == "unknown":
        return table
    if share < SURE:
        answer = inquiry.choice(QUESTION, table.files, column=column.name, values=" · ".join(column.samples))
        return made if answer == "customers" else table
    return made


def _candidates(table: FoundTable, known: Known, said: Mapping[str, str]) -> Iterator[tuple[float, Column, str]]:
    """How much of each column without a meaning is known to be customers, and by what they are told."""
    for one in table.columns:
        if one.meaning or not one.name or one.name in said:
            continue
        for meaning in _MEANINGS:
            fold = folded_name if meaning == "customer" else _plain
            values = {fold(value) for value in one.look.counts} - NOBODY
            seen = values & set(known[meaning])
            if len(seen) >= _FEW and fits(meaning, one.look):
                yield len(seen) / len(values), one, meaning


def _known(table: FoundTable, tables: Sequence[FoundTable], there: Known) -> Known:
    """Meaning → its values in the other tables, and in the warehouse."""
    found: dict[str, set[str]] = defaultdict(set, {name: set(values) for name, values in there.items()})
    for other in tables:
        for meaning in _MEANINGS:
            if other is not table and other.has(meaning):
                fold = folded_name if meaning == "customer" else _plain
                found[meaning] |= {fold(value) for value in other.by[meaning].look.counts}
    return {meaning: found[meaning] - {""} for meaning in _MEANINGS}


def _plain(value: str) -> str:
    return value.strip().casefold()
