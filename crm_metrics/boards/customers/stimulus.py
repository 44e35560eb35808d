"""Who needs a stimulus: the customers that have not bought for longer than their own rhythm, and what they brought."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from crm_metrics.access import EVERYTHING
from crm_metrics.boards.core import Card, Cell, Empty, Grid, GridColumn, Row, View
from crm_metrics.boards.customers.amounts import Amounts, amount_cell, amounts, months_to
from crm_metrics.boards.customers.listing import SHEET, held_text, last_sheet, on_sheet
from crm_metrics.boards.customers.selection import CustomersAsked
from crm_metrics.boards.empty import empty_card
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.layout import tier_place
from crm_metrics.boards.persons import masking
from crm_metrics.boards.tiles import definition
from crm_metrics.metrics.behind.table import RowTable
from crm_metrics.metrics.question import ask
from crm_metrics.metrics.readings import Reason, because
from crm_metrics.metrics.registry import metric_of
from crm_metrics.periods import Period
from crm_metrics.warehouse.customers.silence import SilentCustomer, silent
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words, mark

INCOME, RHYTHM = "customer_revenue", "inactivity_churn_rate"
PARTED = mark("when each last bought is told by what all teams sold: it is outside of what you may see")


@dataclass(frozen=True, kw_only=True)
class SilentList:
    """The customers that are silent at the close of a month."""

    customers: tuple[SilentCustomer, ...]
    """All of them, those of most value first."""
    income: Amounts
    """What each brought in twelve months."""
    month: Period
    """The month."""
    sheet: int
    """The page of the list, from 1."""
    personal: bool
    """Whether names are shown."""
    held: int = 0
    """How many are left out because they are held out of the day's list."""

    def less(self, held: Collection[str]) -> SilentList:
        """The list without these customers, and how many they were."""
        left = tuple(one for one in self.customers if one.customer not in held)
        out, sheet = len(self.customers) - len(left), min(self.sheet, last_sheet(len(left)))
        return replace(self, customers=left, held=out, sheet=sheet)

    @property
    def brought(self) -> float:
        """What they brought together."""
        return sum(self.income.of(one.customer) for one in self.customers)

    def days(self, one: SilentCustomer) -> int:
        """For how many days a customer has not bought."""
        return (self.month.last - one.last_on).days


def gather(warehouse: Warehouse, view: View, asked: CustomersAsked, month: Period) -> SilentList | Reason:
    """The customers that are silent, or why nobody can be named."""
    if view.scope != EVERYTHING:  # the rows of a rhythm carry nothing that a scope could limit
        return because(PARTED)
    reason = ask(warehouse, [metric_of(RHYTHM)], every="month", since=month.first, until=month.last)[RHYTHM].reason
    if reason is not None:
        return reason
    income, found = amounts(warehouse, INCOME, months_to(month.last)), silent(warehouse, month.last)
    return SilentList(
        customers=tuple(sorted(found, key=lambda one: (tier_place(one.tier), -income.of(one.customer), one.customer))),
        income=income,
        month=month,
        sheet=min(asked.sheet, last_sheet(len(found))),
        personal=view.personal,
    )


def card(silence: SilentList, frame: Frame, words: Words) -> Card:
    """The page of the list that is asked for."""
    count, first = len(silence.customers), (silence.sheet - 1) * SHEET
    title = words.many(count, "One customer stopped buying, by its own rhythm",
                       "{n} customers stopped buying, by their own rhythm")  # fmt: skip
    if not count:
        reason = words("A customer stands here once it has not bought for three times its own usual gap.")
        return empty_card("list", Empty(title, reason))
    title = words("{said} · {amount} in 12 months", said=title,
                  amount=words.value(silence.brought, "money", frame.currency))  # fmt: skip
    shown = silence.customers[first : first + SHEET]
    said = [
        words.month(silence.month.first),
        words("no purchase for three times the usual gap of each, seen on three days of purchase or more"),
        on_sheet(silence.sheet, count, words),
        *held_text(silence.held, words),
    ]
    columns = (
        GridColumn("customer", words("Customer")),
        GridColumn("tier", words.name("tier")),
        GridColumn("segment", words.name("segment")),
        GridColumn("last", words("Last purchase")),
        GridColumn("days", words("Days without a purchase"), "number"),
        GridColumn("why", words("Why")),
        GridColumn("income", words("Revenue, 12 months"), "bar"),
    )
    return Card(
        key="list",
        title=title,
        subtitle=" · ".join(said),
        body=Grid(columns, tuple(_row(one, silence, frame, words) for one in shown), title),
        footer=frame.footer(words, (RHYTHM, INCOME), count),
        alt=title,
        definitions=(definition(metric_of(RHYTHM), words), definition(metric_of(INCOME), words)),
    )


def _row(one: SilentCustomer, silence: SilentList, frame: Frame, words: Words) -> Row:
    key = masking.key_of(one.customer, personal=silence.personal)
    why = words("usual gap in days: {days}, by {n} days with a purchase", days=words.number(one.usual_days, 0),
                n=one.purchases)  # fmt: skip
    label = masking.label(one.customer, one.name, personal=silence.personal)
    return Row(
        key,
        (
            Cell(text=label, leads=masking.page_of(key)),
            *(Cell(text=words.name(value) if value else "–", muted=not value) for value in (one.tier, one.segment)),
            Cell(text=words.day(one.last_on)),
            Cell(text=words.number(silence.days(one))),
            Cell(text=why),
            amount_cell(one.customer, silence.income, frame, words, personal=silence.personal),
        ),
    )


def table(silence: SilentList, currency: str) -> RowTable:
    """All of them with raw values, for a file; names only for who may see them."""
    personal = silence.personal
    head = ("customer", *(("name",) if personal else ()), "tier", "segment", "last_on", "days", "usual_days",
            "purchases", "income", "income_unit", "income_since", "income_until")  # fmt: skip
    rows = tuple(
        (
            masking.key_of(one.customer, personal=personal),
            *((one.name,) if personal else ()),
            one.tier,
            one.segment,
            one.last_on,
            silence.days(one),
            one.usual_days,
            one.purchases,
            silence.income.of(one.customer),
            currency,
            silence.income.days.first,
            silence.income.days.last,
        )
        for one in silence.customers
    )
    return RowTable(head, rows)
