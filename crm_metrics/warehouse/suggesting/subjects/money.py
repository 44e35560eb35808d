"""Which column of a list is the amount without tax, and which the one with it: by name, by arithmetic, or by asking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crm_metrics.warehouse.suggesting.columns import Column
from crm_metrics.warehouse.suggesting.dictionary import says
from crm_metrics.warehouse.suggesting.drafts import MappingDraft
from crm_metrics.warehouse.suggesting.found import FoundTable
from crm_metrics.warehouse.suggesting.subjects import sums
from crm_metrics.warehouse.suggesting.subjects.discounts import after_discount
from crm_metrics.warehouse.suggesting.subjects.kinds import are_payments
from crm_metrics.warehouse.suggesting.subjects.sums import numbers
from crm_metrics.warehouse.suggesting.values import value_of
from crm_metrics.words import mark

_RATES = 4  # different rates in one list
_USUAL = (0, 4, 5, 7, 8, 10, 10.5, 12, 13, 15, 16, 18, 19, 21, 22, 27)
UNSURE = mark("which of its amounts is the one without tax: amount and tax do not make the total")


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
    if table.has("debit", "credited"):
        return _moved(draft, net, tax)
    if net and total:
        if tax is None:
            return Money(after_discount(draft, net)[0], draft.use(total))
        return _by_arithmetic(draft, tax, total)
    if tax and (total or net):
        return _with_tax_beside(draft, tax)
    return _alone(draft, total or net or table.by.get("amount"))


def _moved(draft: MappingDraft, net: Column | None, tax: Column | None) -> Money:
    """The amounts of a movement of an account: what it charged or credited is with tax."""
    moved = f"coalesce(nullif({draft.column('debit')}, 0), {draft.column('credited')})"
    if net:
        return Money(draft.use(net), moved)
    if tax:
        return Money(f"({moved} - coalesce({draft.use(tax)}, 0))", moved)
    answer = draft.choice("amount_tax", column=draft.table.by["debit"].name)
    return Money(moved if answer == "no_tax" else "", moved)


def _by_arithmetic(draft: MappingDraft, tax: Column, total: Column) -> Money:
    """The parts that make the total in most rows: amounts without tax, taxes, a discount, what is withheld."""
    table = draft.table
    parts = sums.parts_of(table, tax, total)
    found = sums.making(parts, _billed(table, total))
    if found is None:
        side = sums.side_of_tax(table, tax, total, draft.inquiry.country)
        whole, part = draft.use(total), draft.use(tax)
        if side == "inside":
            return Money(f"({whole} - coalesce({part}, 0))", whole)
        if side == "on_top":
            return Money(whole, f"({whole} + coalesce({part}, 0))")
        draft.assumed.append(UNSURE)
        return Money(draft.use(table.by["net"]), draft.use(total))
    sold = [one for side in ("net", "less") for one in found if one.side == side]
    nets = [draft.use(one.column, kind="number") for one in sold]
    signs = ["-" if one.side == "less" else "+" for one in sold]
    return Money(_sum(nets, signs), draft.use(total))


def _sum(columns: Sequence[str], signs: Sequence[str]) -> str:
    """The SQL of a sum in which an empty cell is nought; of one column, that column."""
    if len(columns) == 1:
        return columns[0]
    head, *rest = (f"coalesce({one}, 0)" for one in columns)
    return f"({head}{''.join(f' {sign} {one}' for sign, one in zip(signs[1:], rest, strict=True))})"


def _billed(table: FoundTable, total: Column) -> list[float | None]:
    """What a column says of each row but of payments, which have no parts."""
    told = zip(are_payments(table), numbers(table, total), strict=True)
    return [None if is_payment else value for is_payment, value in told]


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
        net = after_discount(draft, by["net"])[0]
        if other and sums.making(sums.parts_of(table, tax, other), _billed(table, other)) is not None:
            return _by_arithmetic(draft, tax, other)
        return Money(net, f"{net} + coalesce({draft.use(tax)}, 0)")
    total = draft.use(by["total"])
    if other:
        made = zip(numbers(table, other), numbers(table, tax), numbers(table, by["total"]), strict=True)
        rows = [abs((net or 0.0) + (part or 0.0) - end) <= sums.CENTS for net, part, end in made if end is not None]
        if rows and sum(rows) >= sums.MOST * len(rows):
            return Money(draft.use(other), total)
    if (
        not told_with_tax(by["total"].name)
        and sums.side_by_rates(table, tax, by["total"], draft.inquiry.country) == "on_top"
    ):
        return Money(total, f"{total} + coalesce({draft.use(tax)}, 0)")
    return Money(f"{total} - coalesce({draft.use(tax)}, 0)", total)


def _alone(draft: MappingDraft, amount: Column | None) -> Money:
    """One amount, of which nobody may have said whether it holds the tax."""
    if amount is None:
        return Money("", "")
    column, name = after_discount(draft, amount)
    told = told_with_tax(name)
    if told is None:
        answer = draft.choice("amount_tax", column=name)
        if answer == "no_tax":
            return Money(column, column)
        told = answer == "with_tax"
    return Money("", column) if told else Money(column, "")


def told_with_tax(name: str) -> bool | None:
    """Whether the name of an amount says that it holds the tax; None where it says nothing."""
    if says("without_tax", name):
        return False
    return True if says("with_tax", name) else None
