"""Which customers left most in the year that ends with the month, and which cost more than they left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from crm_metrics.boards.behind.provenance import of_days
from crm_metrics.boards.committee.asked import customer_ends, since_of
from crm_metrics.boards.core import Card, Cell, Empty, Grid, GridColumn, Row
from crm_metrics.boards.empty import sentence
from crm_metrics.boards.facts import MonthlyFacts
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.persons import masking
from crm_metrics.boards.tiles import definition
from crm_metrics.metrics.ends import MetricEnds
from crm_metrics.metrics.readings import Reason
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse.customers.called import called
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

PROFIT, MARGIN, SALES = "customer_profitability", "value_received", "customer_revenue"
ENDS = 5  # customers at each end of the list


@dataclass(frozen=True, kw_only=True)
class RankedCustomer:
    """The customers of a year by what they left, the most first; none where nobody can tell it."""

    metric: str
    """What they are ranked by: the profit, or the margin where the cost of serving is not known."""
    most: tuple[tuple[str, float], ...] = ()
    """The first of them, by id, with what each left."""
    least: tuple[tuple[str, float], ...] = ()
    """The last of them, the worst first; none of them is among the first."""
    sales: Mapping[str, float]
    """What these brought, by id."""
    total: float = 0.0
    """What all of them left."""
    known: int = 0
    """How many are ranked."""
    losing: int = 0
    """How many cost more than they left."""
    lost: float = 0.0
    """What these cost beyond that."""
    silent: int = 0
    """Customers of which it is not known."""
    days: tuple[date, date]
    """The first and the last day."""
    reason: Reason | None = None
    """Why nobody is ranked."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What these are called, by id; empty for a reader without the right."""
    personal: bool = False
    """Whether the reader may see who they are."""


def gather(warehouse: Warehouse, facts: MonthlyFacts) -> RankedCustomer | None:
    """The two ends of the list; None where no customer brought anything in these months.

    Where nothing is known but of those who brought nothing, nobody is ranked: they left nothing, and that is no place.
    """
    days, reason, sold = (since_of(facts), facts.last), None, False
    for metric in (PROFIT, MARGIN):
        found = customer_ends(warehouse, facts, metric, SALES, ENDS)
        if found is None or not found.some_beside:
            continue
        sold = True
        reason = reason or (found.untold.reason if found.untold else found.reason)
        if found.known and not found.some_beside_known:
            return RankedCustomer(metric=PROFIT, sales={}, days=days)
        if found.known > 1:
            return _named(warehouse, _ranked(metric, found, days), personal=facts.view.personal)
    return RankedCustomer(metric=PROFIT, sales={}, days=days, reason=reason) if sold else None


def _ranked(metric: str, found: MetricEnds, days: tuple[date, date]) -> RankedCustomer:
    ends = min(ENDS, found.known // 2)
    return RankedCustomer(
        metric=metric,
        most=found.first[:ends],
        least=found.last[:ends],
        sales=found.beside,
        total=found.total,
        known=found.known,
        losing=found.below,
        lost=found.lost,
        silent=found.unknown,
        days=days,
    )


def _named(warehouse: Warehouse, ranked: RankedCustomer, *, personal: bool) -> RankedCustomer:
    shown = [name for name, _ in (*ranked.most, *ranked.least)]
    return replace(ranked, personal=personal, names=called(warehouse, shown) if personal else {})


def card(ranked: RankedCustomer, frame: Frame, words: Words) -> Card:
    """Both ends of the list, each customer with a link to its page."""
    what = words("Profit by customer") if ranked.metric == PROFIT else words("Margin by customer")
    subtitle = words("{what}, {first} to {last} · the first and the last by what they left",
                     what=what, first=words.month(ranked.days[0]), last=words.month(ranked.days[1]))  # fmt: skip
    if not ranked.most:
        return _untold(ranked, subtitle, frame, words)
    title, metric = _title(ranked, frame, words), metric_of(ranked.metric)
    columns = (
        GridColumn("customer", words("Customer")),
        GridColumn("place", words("Place"), "number"),
        GridColumn("left", words("Profit") if ranked.metric == PROFIT else words("Margin"), "number"),
        GridColumn("sales", words("Sales of 12 months"), "number"),
        GridColumn("share", words("Of its sales"), "number"),
    )
    places = (*range(1, len(ranked.most) + 1), *range(ranked.known, ranked.known - len(ranked.least), -1))
    ends = zip((*ranked.most, *ranked.least), places, strict=True)
    rows = tuple(_row(one, place, ranked, frame, words) for one, place in ends)
    silent = words.many(ranked.silent, "One customer is left out: what it left is not known",
                        "{n} customers are left out: what they left is not known") if ranked.silent else ""  # fmt: skip
    return Card(
        key="customers",
        title=title,
        subtitle=subtitle,
        body=Grid(columns, rows, title),
        footer=frame.footer(words, [ranked.metric], ranked.known, silent),
        alt=title + ": " + "; ".join(f"{row.cells[0].text} {row.cells[1].text}" for row in rows),
        width=7,
        definitions=(definition(metric, words), definition(metric_of(SALES), words)),
    )


def _untold(ranked: RankedCustomer, subtitle: str, frame: Frame, words: Words) -> Card:
    fact = words("Which customers leave a profit can't be told")
    reason = words("What products cost, or what was paid for each line, is not known.")
    reason = sentence(ranked.reason, words) if ranked.reason is not None else reason
    footer = frame.footer(words, [PROFIT], None)
    return Card(key="customers", title=fact, subtitle=subtitle, body=Empty(fact, reason), footer=footer,
                alt=f"{fact}. {reason}")  # fmt: skip


def _title(ranked: RankedCustomer, frame: Frame, words: Words) -> str:
    """What those lost who cost more than they left; without any, what the first ones bring of the whole."""
    if ranked.losing:
        lost = words.value(ranked.lost, "money", frame.currency)
        return words.many(ranked.losing, "One of {of} customers cost more than it left: {lost} in 12 months",
                          "{n} of {of} customers cost more than they left: {lost} in 12 months",
                          of=words.number(ranked.known), lost=lost)  # fmt: skip
    first = sum(value for _, value in ranked.most)
    if ranked.total <= 0:
        return words("What {of} customers brought was used up by its cost", of=words.number(ranked.known))
    share = words.percent(first / ranked.total, 0)
    return words.many(len(ranked.most), "One of {of} customers leaves {share} of all that is left",
                      "{n} of {of} customers leave {share} of all that is left",
                      of=words.number(ranked.known), share=share)  # fmt: skip


def _row(one: tuple[str, float], place: int, ranked: RankedCustomer, frame: Frame, words: Words) -> Row:
    (name, value), (since, until) = one, ranked.days
    metric, sold = metric_of(ranked.metric), ranked.sales.get(name)

    def money(amount: float, metric_name: str) -> Cell:
        led = of_days(metric_of(metric_name), since, until, amount, where=[("customer", name)])
        return Cell(
            text=words.value(amount, "money", frame.currency), behind=masking.led(led, personal=ranked.personal)
        )

    key, named = masking.key_of(name, personal=ranked.personal), ranked.names.get(name)
    text = words("Customer {id}", id=key)
    cells = (
        Cell(text=named or text, leads=masking.page_of(key)),
        Cell(text=words.number(place), muted=True),
        money(value, metric.name),
        Cell(text="–", muted=True) if sold is None else money(sold, SALES),
        Cell(text=words.percent(value / sold, 0) if sold and sold > 0 else "–"),
    )
    return Row(key, cells)
