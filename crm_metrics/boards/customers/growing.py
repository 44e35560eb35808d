"""Who could grow: the customers that lag behind the upper quarter of their peers, why, and by how much."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from crm_metrics.analysis.potential import REASONS, Candidate, candidates
from crm_metrics.boards.behind.provenance import Provenance
from crm_metrics.boards.core import Card, Cell, Empty, Grid, GridColumn, Row, View
from crm_metrics.boards.customers.listing import SHEET, held_text, last_sheet, on_sheet
from crm_metrics.boards.customers.selection import CustomersAsked
from crm_metrics.boards.empty import empty_card
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.persons import masking
from crm_metrics.boards.tiles import definition
from crm_metrics.metrics.behind.table import RowTable
from crm_metrics.metrics.question import ask
from crm_metrics.metrics.readings import Reason
from crm_metrics.metrics.registry import metric_of
from crm_metrics.periods import Period
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

COUNT, POTENTIAL = "customers_with_potential", "growth_potential"


@dataclass(frozen=True, kw_only=True)
class Growing:
    """The customers with potential of a month."""

    customers: tuple[Candidate, ...]
    """All of them, the largest potential first."""
    month: Period
    """The month."""
    sheet: int
    """The page of the list, from 1."""
    personal: bool
    """Whether names are shown."""
    held: int = 0
    """How many are left out because they are held out of the day's list."""

    def less(self, held: Collection[str]) -> Growing:
        """The list without these customers, and how many they were."""
        left = tuple(one for one in self.customers if one.customer not in held)
        out, sheet = len(self.customers) - len(left), min(self.sheet, last_sheet(len(left)))
        return replace(self, customers=left, held=out, sheet=sheet)


def gather(warehouse: Warehouse, view: View, asked: CustomersAsked, month: Period) -> Growing | Reason:
    """The customers with potential at the close of a month, or why there are none to name."""
    reason = ask(
        warehouse, [metric_of(COUNT)], every="month", since=month.first, until=month.last, scope=view.scope
    )[COUNT].reason  # fmt: skip
    if reason is not None:
        return reason
    found = candidates(warehouse, month.last, scope=view.scope, most=None)
    sheet = min(asked.sheet, last_sheet(len(found)))
    return Growing(customers=found, month=month, sheet=sheet, personal=view.personal)


def card(growing: Growing, frame: Frame, words: Words) -> Card:
    """The page of the list that is asked for."""
    count, first = len(growing.customers), (growing.sheet - 1) * SHEET
    title = words.many(count, "One customer could grow", "{n} customers could grow")
    if not count:
        reason = words(
            "An active customer stands here once it spends at most half of what the upper quarter of its peers does, or"
            " holds fewer lines than it."
        )
        return empty_card("list", Empty(title, reason))
    whole = float(sum(one.potential for one in growing.customers))
    missing = words.value(whole, "money", frame.currency)
    title = words("{said} · {amount} of potential", said=title, amount=missing)
    shown = growing.customers[first : first + SHEET]
    said = [
        words.month(growing.month.first),
        words("peers: the same tier and segment, in the whole company"),
        on_sheet(growing.sheet, count, words),
        *held_text(growing.held, words),
    ]
    columns = (
        GridColumn("customer", words("Customer")),
        GridColumn("tier", words.name("tier")),
        GridColumn("segment", words.name("segment")),
        GridColumn("why", words("Why")),
        GridColumn("peers", words("Peers"), "number"),
        GridColumn("potential", words(metric_of(POTENTIAL).label), "bar"),
    )
    return Card(
        key="list",
        title=title,
        subtitle=" · ".join(said),
        body=Grid(columns, tuple(_row(one, growing, frame, words) for one in shown), title),
        footer=frame.footer(words, (COUNT, POTENTIAL), count),
        alt=title,
        definitions=(
            definition(metric_of(COUNT), words, None if growing.held else _led(COUNT, float(count), growing)),
            definition(metric_of(POTENTIAL), words, None if growing.held else _led(POTENTIAL, whole, growing)),
        ),
    )


def _led(metric: str, value: float, growing: Growing, customer: str = "") -> Provenance | None:
    where = (("customer", customer),) if customer else ()
    led = Provenance(metric=metric, every="month", until=growing.month.last, where=where, value=value)
    return masking.led(led, personal=growing.personal)


def _row(one: Candidate, growing: Growing, frame: Frame, words: Words) -> Row:
    key, potential = masking.key_of(one.customer, personal=growing.personal), float(one.potential)
    largest = float(growing.customers[0].potential) or 1.0
    why = words(
        REASONS[one.gap],
        revenue=words.value(float(one.revenue), "money", frame.currency),
        peer_revenue=words.value(float(one.peer_revenue), "money", frame.currency),
        lines=one.lines_held,
        peer_lines=one.peer_lines,
    )
    label = masking.label(one.customer, one.name, personal=growing.personal)
    return Row(
        key,
        (
            Cell(text=label, leads=masking.page_of(key)),
            *(Cell(text=words.name(value) if value else "–", muted=not value) for value in (one.tier, one.segment)),
            Cell(text=why),
            Cell(text=words.number(one.peers)),
            Cell(
                text=words.value(potential, "money", frame.currency),
                share=potential / largest,
                behind=_led(POTENTIAL, potential, growing, one.customer),
            ),
        ),
    )


def table(growing: Growing, currency: str) -> RowTable:
    """All of them with raw values, for a file; names only for who may see them."""
    personal = growing.personal
    head = ("customer", *(("name",) if personal else ()), "tier", "segment", "reason", "revenue", "peer_revenue",
            "lines_held", "peer_lines", "peers", "potential", "potential_unit")  # fmt: skip
    rows = tuple(
        (
            masking.key_of(one.customer, personal=personal),
            *((one.name,) if personal else ()),
            one.tier,
            one.segment,
            one.gap,
            float(one.revenue),
            float(one.peer_revenue),
            one.lines_held,
            one.peer_lines,
            one.peers,
            float(one.potential),
            currency,
        )
        for one in growing.customers
    )
    return RowTable(head, rows)
