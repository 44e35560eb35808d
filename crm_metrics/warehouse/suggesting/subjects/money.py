"""Which column of a list is the amount without tax, and which the one with it: by name, by arithmetic, or by asking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crm_metrics.warehouse.suggesting.columns import AMOUNTS, Column
from crm_metrics.warehouse.suggesting.dictionary import meanings, says
from crm_metrics.warehouse.suggesting.drafts import MappingDraft
from crm_metrics.warehouse.suggesting.found import FoundTable
from crm_metrics.warehouse.suggesting.values import value_of
from crm_metrics.words import mark

_CENTS = 0.02  # what rounding may make of a sum
_RATES = 4  # different rates in one list
_USUAL = (0, 4, 5, 7, 8, 10, 10.5, 12, 13, 15, 16, 18, 19, 21, 22, 27)
UNSURE = mark("which of its amounts is the one without tax: amount and tax do not make the total")
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
    if tax and is_rate(tax):
        tax = None
    if net and total:
        if tax is None:
            return Money(draft.use(net), draft.use(total))
        return _by_arithmetic(draft, tax, total)
    if tax and (total or net):
        return _with_tax_beside(draft, tax)
    return _alone(draft, total or net or table.by.get("amount"))


def _by_arithmetic(draft: MappingDraft, tax: Column, total: Column) -> Money:
    """Net and total, of which net and tax make the total: less a discount, or what is withheld, where that is so."""
    table = draft.table
    asides = [("", []), ("discount", [-1]), ("withheld", [-1])]
    for net in _nets(table):
        for aside, sign in asides:
            more = [(table.by[aside], sign[0])] if aside and table.has(aside) else []
            if (more or not aside) and _sums(table, [(net, 1), (tax, 1), *more], total):
                less = f" - coalesce({draft.column('discount')}, 0)" if aside == "discount" else ""
                return Money(f"({draft.use(net)}{less})" if less else draft.use(net), draft.use(total))
    draft.assumed.append(UNSURE)
    return Money(draft.use(table.by["net"]), draft.use(total))


def _nets(table: FoundTable) -> list[Column]:
    """The columns that may be the amount without tax, the surest first."""
    others = [
        one
        for one in table.columns
        if one.meaning in ("", "amount") and one.look.number and any(name == "net" for name, _ in meanings(one.name))
    ]
    return [table.by["net"], *others]


def is_rate(tax: Column) -> bool:
    """Whether a column of taxes holds their rate, as 16 or 0.16 in each row."""
    number = tax.look.number
    if number is None or len(tax.look.counts) > _RATES or len(tax.look.texts) <= len(tax.look.counts):
        return False
    values = [value_of(one, number.decimal if number.decimal == "," else ".") for one in tax.look.counts]
    return all(value is not None and (value in _USUAL or round(value * 100, 2) in _USUAL) for value in values)


def _with_tax_beside(draft: MappingDraft, tax: Column) -> Money:
    """One amount and its tax: what it is without it, or with it."""
    table, by = draft.table, draft.table.by
    other = by.get("amount")
    if "net" in by:
        net = draft.use(by["net"])
        if other and _sums(table, [(by["net"], 1), (tax, 1)], other):
            return Money(net, draft.use(other))
        return Money(net, f"{net} + coalesce({draft.use(tax)}, 0)")
    total = draft.use(by["total"])
    if other and _sums(table, [(other, 1), (tax, 1)], by["total"]):
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


def _sums(table: FoundTable, parts: Sequence[tuple[Column, int]], total: Column) -> bool:
    """Whether some columns, each with its sign, make the total in nearly all rows; an empty cell is nought."""
    columns = [[value or 0.0 for value in numbers(table, one)] for one, _ in parts]
    signs = [sign for _, sign in parts]
    rows = [
        abs(sum(sign * value for sign, value in zip(signs, row, strict=True)) - end) <= _CENTS
        for end, *row in zip(numbers(table, total), *columns, strict=True)
        if end is not None
    ]
    return bool(rows) and sum(rows) >= _MOST * len(rows)


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
