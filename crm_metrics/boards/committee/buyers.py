"""How the customers of a company without recurring revenue changed in a month: gained, returned, lost, buying again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from crm_metrics.boards.behind.provenance import Provenance, provenance
from crm_metrics.boards.committee.asked import Figure, figures
from crm_metrics.boards.core import Body, Bridge, Card, Empty, Step
from crm_metrics.boards.facts import MonthlyFacts
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.series import Indicator, Series
from crm_metrics.boards.tiles import behind, definition, when
from crm_metrics.metrics.readings import value_of
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse.shape import ShapeRules
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words, mark

RULES = ShapeRules()
BOOK, JOINED, RETURNED, LOST = ASKED = (
    "active_customers",
    "customers_joined",
    "customers_returned",
    "customers_churned",
)
AGAIN = Indicator("repeat_purchase_rate")
STEPS = {
    JOINED: mark("New customers"),
    RETURNED: mark("Returned"),
    LOST: mark("Lost"),
}


@dataclass(frozen=True, kw_only=True)
class Buyers:
    """The customers of a month, and how they changed in it."""

    known: tuple[Figure, ...]
    """Customers at the close; those who joined, returned and left."""
    again: Series | None
    """Who bought a second time."""
    settled: bool
    """Whether somebody could leave by the end of the month: the first purchase is old enough."""
    whole: bool
    """Whether the customers of the month before, of these and of the changes are of the same filter."""


def gather(warehouse: Warehouse, facts: MonthlyFacts) -> Buyers | None:
    """The changes of the month shown; None where contracts tell a bridge of money, or no change is told."""
    orders = warehouse.loaded("order_line")
    if Indicator("closing_mrr") in facts.series or orders is None or orders.first is None:
        return None
    known = figures(warehouse, facts, ASKED)
    told = [known.get(name) for name in ASKED]
    if any(figure is None or figure.value is None or figure.month is None for figure in told):
        return None
    if any(figure.month and not figure.month.complete for figure in told if figure):
        return None
    settled = orders.first + timedelta(days=RULES.active_book_days) <= facts.last
    return Buyers(
        known=tuple(figure for figure in told if figure is not None),
        again=facts.series.get(AGAIN),
        settled=settled,
        whole=not facts.view.where,
    )


def card(buyers: Buyers, frame: Frame, words: Words) -> Card:
    """The steps from the customers of the month before to those at its close."""
    book, *changes = buyers.known
    gained, lost = sum(_size(one) for one in changes[:2]), _size(changes[2])
    month = book.month
    title = _title(int(gained), int(lost), settled=buyers.settled, words=words)
    steps = _steps(changes, words)
    body: Body = Bridge(steps, (*(_led(one) for one in changes), None))
    if not any(step.value for step in steps):
        body = Empty(title, words("Who buys for the first time, or for the first time in a year, stands here."))
    return Card(
        key="buyers",
        title=title,
        subtitle=_subtitle(buyers, words),
        body=body,
        footer=frame.footer(words, [BOOK], month.n if month else None, _again(buyers, words)),
        alt=title + ": " + "; ".join(f"{step.name} {step.text}" for step in steps),
        width=6,
        definitions=(
            *(definition(metric_of(one.metric), words, _led(one)) for one in buyers.known),
            *([definition(buyers.again.definition, words, behind(buyers.again, "month"))] if buyers.again else []),
        ),
    )


def _size(figure: Figure) -> float:
    return figure.value or 0.0


def _led(figure: Figure) -> Provenance | None:
    return provenance(metric_of(figure.metric), "month", figure.month)


def _title(gained: int, lost: int, *, settled: bool, words: Words) -> str:
    """Who came against who left; that nobody could leave yet where that is so."""
    if not settled:
        return words.many(gained, "One customer was gained; none could be lost yet",
                          "{n} customers were gained; none could be lost yet")  # fmt: skip
    if lost > gained:
        return words("More customers were lost than gained: {lost} against {gained}", lost=lost, gained=gained)
    return words("Customers gained: {gained}, lost: {lost}", gained=gained, lost=lost)


def _subtitle(buyers: Buyers, words: Words) -> str:
    """What is counted, from where to where, and when a buyer counts as lost."""
    book = buyers.known[0]
    rule = words("lost: {n} days without a purchase", n=RULES.active_book_days)
    if book.month is None:
        return rule
    opening, closing = value_of(book.before), words.number(_size(book))
    month = words.month(book.month.period)
    if opening is None or not buyers.whole:
        return words("Change of the customers in {month} · {rule}", month=month, rule=rule)
    return words("Customers, from {opening} to {closing} in {month} · {rule}",
                 opening=words.number(opening), closing=closing, month=month, rule=rule)  # fmt: skip


def _again(buyers: Buyers, words: Words) -> str:
    """The share of first buyers who bought again, with the month that it is of."""
    again = buyers.again
    if again is None or again.shown is None or again.value is None:
        return ""
    return words("Repurchase within 90 days of a first purchase in {month}: {share}",
                 month=when(again.shown.period, "month", words), share=words.percent(again.value))  # fmt: skip


def _steps(changes: list[Figure], words: Words) -> tuple[Step, ...]:
    joined, returned, lost = (_size(one) for one in changes)

    def step(name: str, value: float) -> Step:
        said = words.number(value) if not value else words.variance(value, "count")
        return Step(words(STEPS[name]), value, said, tone="good" if value > 0 else "bad" if value < 0 else "plain")

    change = joined + returned - lost
    return (
        step(JOINED, joined),
        step(RETURNED, returned),
        step(LOST, -lost),
        Step(words("Change"), change, words.variance(change, "count"), True),
    )
