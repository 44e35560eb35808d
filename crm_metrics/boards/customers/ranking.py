"""Who bills most, buys most, comes back most, and who leaves most and least: the customers in order, by some days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from crm_metrics.boards.core import Card, Cell, Empty, Grid, GridColumn, Row, View
from crm_metrics.boards.customers.amounts import Amounts, amount_cell, amounts, months_to
from crm_metrics.boards.customers.selection import CustomersAsked
from crm_metrics.boards.empty import empty_card, sentence
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.persons import masking
from crm_metrics.boards.tiles import definition
from crm_metrics.metrics.registry import metric_of
from crm_metrics.periods import Period
from crm_metrics.warehouse.customers.called import called
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words, mark

BILLING, VOLUME, REPETITION, PROFIT = "customer_revenue", "units_sold", "orders_placed", "customer_profitability"
TITLES = {
    BILLING: mark("The {n} who bill most bring {share} of the revenue"),
    VOLUME: mark("The {n} who buy most take {share} of the units"),
    REPETITION: mark("The {n} who come back most place {share} of the orders"),
}
ALONE = {
    BILLING: mark("The revenue is of one customer"),
    VOLUME: mark("The units are of one customer"),
    REPETITION: mark("The orders are of one customer"),
}
NAMES = {BILLING: mark("Billing"), VOLUME: mark("Volume"), REPETITION: mark("Repetition")}
MOST, OPEN = 100, 10  # customers of a ranking, and those that stand open


@dataclass(frozen=True)
class CustomerOrder:
    """Customers in the order of a metric. key: of the card; name: what the order is called."""

    key: str
    name: str
    told: Amounts
    customers: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Rankings:
    """Each metric by customer in the days asked."""

    told: tuple[Amounts, ...]
    """Of billing, volume and repetition."""
    profit: Amounts
    """What each leaves after the cost of serving it."""
    names: Mapping[str, str]
    """What customers are called; personal, empty for who may not see it."""
    days: Period
    """The days."""
    personal: bool
    """Whether names are shown."""


def gather(warehouse: Warehouse, view: View, asked: CustomersAsked, month: Period) -> Rankings:
    """The rankings of the months asked that end with a month."""
    days = months_to(month.last, asked.span)
    told = tuple(amounts(warehouse, name, days, view.scope) for name in NAMES)
    profit = amounts(warehouse, PROFIT, days, view.scope)
    orders = [_in_order(one) for one in (*told, profit)]
    shown = {one for order in orders for one in (*order[:MOST], *order[-MOST:])}
    return Rankings(
        told=told,
        profit=profit,
        names=called(warehouse, sorted(shown)) if view.personal else {},
        days=days,
        personal=view.personal,
    )


def _in_order(told: Amounts) -> tuple[str, ...]:
    """The customers of a metric, those of most first."""
    return tuple(sorted(told.values, key=lambda one: (-told.of(one), one)))


def cards(rankings: Rankings, frame: Frame, words: Words) -> tuple[Card, ...]:
    """Three side by side, then the most and the least profitable."""
    return (
        *(_ranking(told, rankings, frame, words) for told in rankings.told),
        *_profit(rankings, frame, words),
    )


def _ranking(told: Amounts, rankings: Rankings, frame: Frame, words: Words) -> Card:
    known = tuple(one for one in _in_order(told) if told.of(one) > 0)
    ranked = CustomerOrder(f"rank-{told.metric}", words(NAMES[told.metric]), told, known)
    total = sum(told.values.values())
    if not known or total <= 0:
        return _nothing(told, ranked.name, 4, words)
    first = known[:OPEN]
    share = sum(told.of(one) for one in first) / total
    title = words(TITLES[told.metric], n=len(first), share=words.percent(share, 0))
    if len(told.values) == 1:
        title = words(ALONE[told.metric])
    elif len(first) == 1:
        title = words("{name}: one customer has {share}", name=ranked.name, share=words.percent(share, 0))
    return _card(ranked, title, rankings, frame, words)


def _profit(rankings: Rankings, frame: Frame, words: Words) -> tuple[Card, ...]:
    """Those who leave most and least, where their cost is known."""
    told, unknown = rankings.profit, _unknown(rankings)
    if not told.values:
        return (_nothing(told, words("Most and least profitable"), 12, words),)
    ranked = _in_order(told)
    losing = sum(value < 0 for value in told.values.values())
    most = words("The most profitable leave {amount} each on average",
                 amount=words.value(sum(told.of(one) for one in ranked[:OPEN]) / len(ranked[:OPEN]), "money",
                                    frame.currency))  # fmt: skip
    least = words.many(losing, "One customer costs more than it brings", "{n} customers cost more than they bring")
    notes = [words.many(unknown, "the profit of one more customer is not known", "the profit of {n} more customers is"
                        " not known")] if unknown else []  # fmt: skip
    worst = CustomerOrder("rank-worst", words("Least profitable"), told, ranked[::-1])
    both = (
        _card(CustomerOrder("rank-best", words("Most profitable"), told, ranked), most, rankings, frame, words),
        _card(worst, least, rankings, frame, words),
    )
    return tuple(
        replace(one, width=6, subtitle=" · ".join([one.subtitle, words("margin less the cost of serving"), *notes]))
        for one in both
    )


def _unknown(rankings: Rankings) -> int:
    """The customers with revenue whose profit nobody knows."""
    return len(rankings.told[0].values.keys() - rankings.profit.values.keys())


def _nothing(told: Amounts, name: str, width: int, words: Words) -> Card:
    """Why there is no ranking."""
    reason = sentence(told.reason, words) if told.reason else words("There is none of it in these days.")
    fact = words("{ranking}: nothing to rank", ranking=name)
    return replace(empty_card(f"rank-{told.metric}", Empty(fact, reason)), width=width)


def _card(ranked: CustomerOrder, title: str, rankings: Rankings, frame: Frame, words: Words) -> Card:
    metric = metric_of(ranked.told.metric)
    first = ranked.customers[:MOST]
    top = max(abs(ranked.told.of(one)) for one in first)
    rows = tuple(
        Row(
            masking.key_of(one, personal=rankings.personal),
            (
                _name(one, rankings),
                amount_cell(one, ranked.told, frame, words, personal=rankings.personal, top=top),
            ),
        )
        for one in first
    )
    columns = (
        GridColumn("customer", words("Customer")),
        GridColumn("value", words(metric.label), "bar"),
    )
    said = [ranked.name, f"{words.day(rankings.days.first)} – {words.day(rankings.days.last)}"]
    if len(ranked.customers) > MOST:
        said.append(words("the first {shown} of {n}", shown=MOST, n=len(ranked.customers)))
    return Card(
        key=ranked.key,
        title=title,
        subtitle=" · ".join(said),
        body=Grid(columns, rows, title, OPEN if len(rows) > OPEN else None),
        footer=frame.footer(words, (metric.name,), len(ranked.told.values)),
        alt=title,
        width=4,
        definitions=(definition(metric, words),),
    )


def _name(customer: str, rankings: Rankings) -> Cell:
    key = masking.key_of(customer, personal=rankings.personal)
    name = masking.label(customer, rankings.names.get(customer), personal=rankings.personal)
    return Cell(text=name, leads=masking.page_of(key))
