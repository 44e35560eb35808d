"""The customers whom a reader's part of the company met, where what they are worth is not the reader's to see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crm_metrics.access import EVERYTHING
from crm_metrics.boards.core import Card, Cell, Empty, Grid, GridColumn, Row, View
from crm_metrics.boards.customers.amounts import Amounts, amount_cell, amounts, months_to
from crm_metrics.boards.customers.listing import SHEET, last_sheet
from crm_metrics.boards.customers.selection import CustomersAsked
from crm_metrics.boards.empty import empty_card
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.persons import masking
from crm_metrics.boards.tiles import definition
from crm_metrics.metrics.behind.table import RowTable
from crm_metrics.metrics.registry import metric_of
from crm_metrics.periods import Period
from crm_metrics.warehouse.customers.called import called
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

METRICS = ("contacts_handled", "items_closed")


@dataclass(frozen=True, kw_only=True)
class Dealt:
    """The customers met in the last twelve months."""

    customers: tuple[str, ...]
    """Their ids, those met most often first."""
    values: Mapping[str, Amounts]
    """By metric, what it comes to for each of them."""
    names: Mapping[str, str]
    """What they are called; personal, empty for who may not see it."""
    days: Period
    """The twelve months."""
    sheet: int
    """The page shown, from 1."""
    personal: bool
    """Whether their names are shown."""


def gather(warehouse: Warehouse, view: View, asked: CustomersAsked, month: Period) -> Dealt | None:
    """The customers met within the reader's scope; None for who sees the whole company."""
    if view.scope == EVERYTHING:
        return None
    days = months_to(month.last)
    values = {name: amounts(warehouse, name, days, view.scope) for name in METRICS}
    first, second = (values[name] for name in METRICS)
    known = {one for told in values.values() for one, value in told.values.items() if value}
    names = called(warehouse, sorted(known)) if view.personal else {}
    return Dealt(
        customers=tuple(sorted(known, key=lambda one: (-first.of(one), -second.of(one), one))),
        values=values,
        names=names,
        days=days,
        sheet=min(asked.sheet, last_sheet(len(known))),
        personal=view.personal,
    )


def card(dealt: Dealt, frame: Frame, words: Words) -> Card:
    """The page of the list that is asked for."""
    count = len(dealt.customers)
    title = words.many(count, "{n} customer met by your part of the company",
                       "{n} customers met by your part of the company")  # fmt: skip
    if not count:
        reason = words("No contact was handled and no item closed within what you may see, in the last 12 months.")
        return empty_card("list", Empty(title, reason))
    first = (dealt.sheet - 1) * SHEET
    shown = dealt.customers[first : first + SHEET]
    told = [name for name in METRICS if dealt.values[name].values]
    subtitle = words(
        "{first} to {last} of {n} · customers are yours by their contacts and items of {since} – {until} within what"
        " you may see",
        first=first + 1, last=first + len(shown), n=count, since=words.day(dealt.days.first),
        until=words.day(dealt.days.last),
    )  # fmt: skip
    heads = tuple(GridColumn(name, words(metric_of(name).label), "bar") for name in told)
    rows = tuple(_row(one, told, dealt, frame, words) for one in shown)
    return Card(
        key="list",
        title=title,
        subtitle=subtitle,
        body=Grid((GridColumn("customer", words("Customer")), *heads), rows, title),
        footer=frame.footer(words, told, count),
        alt=title,
        definitions=tuple(definition(metric_of(name), words) for name in told),
    )


def _row(customer: str, told: list[str], dealt: Dealt, frame: Frame, words: Words) -> Row:
    key = masking.key_of(customer, personal=dealt.personal)
    name = masking.label(customer, dealt.names.get(customer), personal=dealt.personal)
    numbers = (amount_cell(customer, dealt.values[metric], frame, words, personal=dealt.personal) for metric in told)
    return Row(key, (Cell(text=name, leads=masking.page_of(key)), *numbers))


def table(dealt: Dealt) -> RowTable:
    """All of them with raw values, for a file."""
    head = ("customer", *(("name",) if dealt.personal else ()), *METRICS, "since", "until")
    rows = tuple(
        (
            masking.key_of(one, personal=dealt.personal),
            *((dealt.names.get(one),) if dealt.personal else ()),
            *(dealt.values[metric].of(one) for metric in METRICS),
            dealt.days.first,
            dealt.days.last,
        )
        for one in dealt.customers
    )
    return RowTable(head, rows)
