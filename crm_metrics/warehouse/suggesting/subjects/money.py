"""Which column of a list is the amount without tax, and which the one with it: by name, by arithmetic, or by asking."""

from __future__ import annotations

from dataclasses import dataclass

from crm_metrics.warehouse.suggesting.columns import AMOUNTS, Column
from crm_metrics.warehouse.suggesting.dictionary import says
from crm_metrics.warehouse.suggesting.drafts import MappingDraft
from crm_metrics.warehouse.suggesting.found import FoundTable
from crm_metrics.warehouse.suggesting.values import value_of

_CENTS = 0.02  # what rounding may make of a sum
_MOST = 0.95  # of the rows of a list that have to keep an equation


@dataclass(frozen=True)
class Money:
    """SQL of the amount of a row without tax, and of the one with it; "" where it can't be told."""

    net: str
    total: str


def money_of(draft: MappingDraft) -> Money:
    """The amounts of a list of invoices."""
    table = draft.table
    net, tax, total = (table.by.get(meaning) for meaning in ("net", "tax", "total"))
    if net and total:
        return Money(draft.use(net), draft.use(total))
    if tax and (total or net):
        return _with_tax_beside(draft, tax)
    return _alone(draft, total or net or table.by.get("amount"))


def _with_tax_beside(draft: MappingDraft, tax: Column) -> Money:
    """One amount and its tax: what it is without it, or with it."""
    table, by = draft.table, draft.table.by
    other = by.get("amount")
    if "net" in by:
        net = draft.use(by["net"])
        if other and _sums(table, by["net"], tax, other):
            return Money(net, draft.use(other))
        return Money(net, f"{net} + coalesce({draft.use(tax)}, 0)")
    total = draft.use(by["total"])
    if other and _sums(table, other, tax, by["total"]):
        return Money(draft.use(other), total)
    return Money(f"{total} - coalesce({draft.use(tax)}, 0)", total)


def _alone(draft: MappingDraft, amount: Column | None) -> Money:
    """One amount, of which nobody may have said whether it holds the tax."""
    if amount is None:
        return Money("", "")
    told = told_with_tax(amount.name)
    column = draft.use(amount)
    if told is None:
        answer = draft.choice("amount_tax", column=amount.name)
        if answer == "no_tax":
            return Money(column, column)
        told = answer == "with_tax"
    return Money("", column) if told else Money(column, "")


def told_with_tax(name: str) -> bool | None:
    """Whether the name of an amount says that it holds the tax; None where it says nothing."""
    if says("without_tax", name):
        return False
    return True if says("with_tax", name) else None


def _sums(table: FoundTable, net: Column, tax: Column, total: Column) -> bool:
    """Whether net and tax make the total in nearly all rows."""
    read = zip(*(numbers(table, one) for one in (net, tax, total)), strict=True)
    rows = [(a, b, c) for a, b, c in read if a is not None and b is not None and c is not None]
    good = sum(abs(a + b - c) <= _CENTS for a, b, c in rows)
    return bool(rows) and good >= _MOST * len(rows)


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
