"""Customers' accounts as a list of movements: what was charged in one column, what was credited in another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from crm_metrics.warehouse.suggesting.columns import Column, by_meaning
from crm_metrics.warehouse.suggesting.dictionary import document_of, plain, says
from crm_metrics.warehouse.suggesting.values import value_of

DESCRIPTIONS = ("product", "subject", "comment")
_PREFIX = re.compile(r"[A-Za-z]{1,4}(?=[ \d/_-])")
_PLACES = frozenset(
    ("SC", "SA", "SR", "SI", "CN", "P", "E", "I", "N", "T")
)  # of numbers: a series by a place as well as a kind
_BEGINNING = r"(?:nota de [a-z]+|recibo de [a-z]+|[a-z]{2,})"
_OPENING = re.compile(
    r"(?:saldo|balance) (?:anterior|inicial|previo|de apertura|forward)|opening balance|previous balance"
)
_MOST = 0.9  # of the rows of a list that have to be so
_LEAST = 5  # rows that can tell a balance that runs
_EITHER = ("payment", "other")  # a cheque that came back is charged again
_CENTS = 0.02
_SIDES = {"debit": "amount", "credited": "paid"}  # of movements, and what they are of invoices
_MAY_BE = ("", "paid", "due_days", "amount")  # what else the name of the other side is taken for


def with_sides(columns: Sequence[Column]) -> list[Column]:
    """The columns with the side of the credits named beside one of debits; a balance that runs is owed by no row."""
    debit = next((one for one in columns if one.meaning == "debit"), None)
    other = next((one for one in columns if debit and _is_credited(one)), None)
    found = [
        replace(one, meaning="credited" if one is other else "" if one is debit and other is None else one.meaning)
        for one in columns
    ]
    return [replace(one, meaning="") if one.meaning == "balance" and _runs(one, found) else one for one in found]


def of_invoices(columns: Sequence[Column]) -> list[Column]:
    """The columns of a list whose rows are no movements: its sides are what each invoice comes to and what came in.

    Where a total stands beside them, they are ways of paying: by debit and by credit card.
    """
    by = by_meaning(columns)
    if "total" in by:
        return [replace(one, meaning="") if one.meaning in _SIDES else one for one in columns]
    if "balance" not in by:
        return list(columns)
    rows = list(zip(*(_numbers(by[one]) for one in (*_SIDES, "balance")), strict=True))
    good = [_is_near((charged or 0) - (taken or 0), left) for charged, taken, left in rows if left is not None]
    if len(good) < max(2, len(rows)) or not all(good):
        return list(columns)
    return [replace(one, meaning=_SIDES.get(one.meaning, one.meaning)) for one in columns]


def sides_of(kinds: Sequence[str], debits: Sequence[str], credits_: Sequence[str]) -> bool:
    """Whether the movements are those of customers: what is billed is charged, what is paid or taken off is credited.

    In the accounts of suppliers, and of a bank, it is the other way round, or nothing is billed at all.
    """
    right = wrong = billed = 0
    for kind, debit, credit in zip(kinds, debits, credits_, strict=True):
        meant = document_of(kind)
        charged, taken = _is_filled(debit), _is_filled(credit)
        if meant is None or charged == taken:
            continue
        as_it_should = charged if meant in ("invoice", "debit", "cash") else taken
        billed += meant == "invoice"
        right, wrong = right + as_it_should, wrong + (meant not in _EITHER and not as_it_should)
    return billed > 0 and right >= _MOST * (right + wrong)


def prefixes(numbers: Iterable[str]) -> list[str]:
    """What each number of a document begins with, NC of NC 2026/4; "" where it begins with none, or with a place's."""
    begun = (found[0] if (found := _PREFIX.match(one)) else "" for one in numbers)
    return ["" if one in _PLACES else one for one in begun]


def beginnings(descriptions: Iterable[str]) -> list[str]:
    """The word that each description begins with, as the database takes it: Pago of Pago factura 1001."""
    return [found[0] if (found := re.match(_BEGINNING, plain(one))) else "" for one in descriptions]


def beginning_of(column: str, meaning: str) -> str:
    """The SQL of what a column of lower letters without accents begins with; meaning: what it holds."""
    return f"regexp_extract({column}, '^{_BEGINNING if meaning in DESCRIPTIONS else '[a-z]+'}')"


def tell_kinds(kinds: Iterable[str]) -> bool:
    """Whether what numbers or descriptions begin with are kinds of documents: two that differ, or credit notes."""
    meant = set(map(document_of, filter(None, kinds)))
    return bool(meant & {"credit", "cash"}) or {"invoice", "payment"} <= meant


def opens_with_debts(records: Iterable[Sequence[str]]) -> bool:
    """Whether some line says what was owed before the list begins, and it is not nought."""
    for cells in records:
        if any(_OPENING.match(plain(cell)) for cell in cells if cell[:1].isalpha()):
            amounts = (value_of(cell.rstrip("\u2060"), ".") for cell in cells)
            if any(amounts):
                return True
    return False


def _is_credited(one: Column) -> bool:
    return (
        one.meaning in _MAY_BE and one.look.number is not None and one.look.day is None and says("credited", one.name)
    )


def _runs(balance: Column, columns: Sequence[Column]) -> bool:
    """Whether a balance goes on from row to row by an amount of each: it is what all rows before it leave."""
    told = _numbers(balance)
    steps = [abs(after - before) if None not in (before, after) else None for before, after in pairwise(told)]  # type: ignore[operator]
    amounts = [
        _numbers(one)[1:] for one in columns if one is not balance and one.look.number is not None and not one.look.day
    ]
    known = [at for at, step in enumerate(steps) if step]
    if len(known) < _LEAST or len(known) < len(steps) / 2:
        return False
    good = sum(any(_is_near(one[at], steps[at]) for one in amounts) for at in known)
    return good >= _MOST * len(known)


def _is_near(amount: float | None, step: float | None) -> bool:
    return amount is not None and step is not None and abs(abs(amount) - step) <= _CENTS


def _numbers(column: Column) -> list[float | None]:
    decimal = column.look.number.decimal if column.look.number else "."
    mark = decimal if decimal in (".", ",") else "."
    return [value_of(cell.rstrip("\u2060"), mark if not cell.endswith("\u2060") else ".") for cell in column.look.cells]


def _is_filled(amount: str) -> bool:
    return any(letter in "123456789" for letter in amount)
