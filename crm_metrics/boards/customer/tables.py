"""Tables of one customer's numbers: value and cost to serve, credit, what is given and received, loyalty."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from crm_metrics.boards.core import Card, Cell, Grid, GridColumn, Row
from crm_metrics.boards.customer.facts import CustomerFacts
from crm_metrics.boards.customer.measures import CustomerNumbers, Measure, absent, row
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.tiles import definition
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

Side = Literal["value", "credit", "exchange", "loyalty"]
PARTS = ("repurchase_index", "tenure_index", "advocacy_index", "line_index")
MEASURES: dict[Side, tuple[Measure, ...]] = {
    "value": (
        ("customer_revenue", "year"), ("customer_revenue", "before"), ("value_received", "year"),
        ("customer_profitability", "year"), ("customer_profitability", "before"), ("cost_to_serve_ratio", "year"),
        ("contacts_handled", "year"), ("cost_per_contact", "year"), ("closing_mrr", "now"), ("clv_12m", "now"),
    ),
    "credit": (
        ("receivables", "now"), ("overdue_receivables", "now"), ("overdue_rate", "now"), ("customer_credits", "now"),
        ("days_to_pay", "year"), ("credit_terms", "year"), ("promises_kept_share", "year"), ("credit_notes", "year"),
    ),
    "exchange": (
        ("value_given", "year"), ("value_received", "year"), ("value_exchange", "year"), ("discounts_given", "year"),
        ("concessions", "year"), ("points_issued", "year"), ("points_redeemed", "year"),
        ("points_redeemed_cost", "year"), ("live_points", "now"), ("points_liability", "now"),
    ),
    "loyalty": (
        ("loyalty_index", "now"), *((name, "now") for name in PARTS), ("products_per_customer", "now"),
        ("growth_potential", "now"),
    ),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One of the tables."""

    measured: CustomerNumbers
    """Every number of the customer."""
    payer: str = ""
    """How it paid in the year before; "" where nobody knows."""
    lagging: str = ""
    """In what it lags behind its peers; "" for nothing."""


@dataclass(frozen=True)
class NumberTable:
    """A card with the numbers of one side."""

    side: Side

    def gather(self, warehouse: Warehouse, facts: CustomerFacts, /) -> Shown | None:
        """The numbers; None where none of them can be asked of a customer here."""
        known = facts.measured
        if known is None or not any(one in known.values for one in MEASURES[self.side]):
            return None
        return Shown(measured=known, payer=facts.payer, lagging=facts.lagging)

    def card(self, shown: Shown, frame: Frame, words: Words, /) -> Card:
        """The table: what is told first, then what is not, each with its reason."""
        title, note = _SAYERS[self.side](shown, frame, words)
        measures = MEASURES[self.side]
        told, silent = shown.measured.told(measures), shown.measured.silent(measures)
        rows = [row(one, words, frame.currency) for one in told]
        for one in silent:
            name = words(metric_of(one.measure[0]).label)
            cells = (Cell(text=name), *(Cell(text="–", muted=True),) * 3, Cell(text=absent(one, words), muted=True))
            rows.append(Row("-".join(one.measure), cells))
        names = dict.fromkeys(one.measure[0] for one in (*told, *silent))
        columns = (
            GridColumn("measure", words("Measure")),
            GridColumn("value", words("Value"), "number"),
            GridColumn("over", words("Of")),
            GridColumn("n", words("Rows"), "number"),
            GridColumn("note", words("What to know")),
        )
        return Card(
            key=self.side,
            title=title,
            subtitle=note,
            body=Grid(columns, tuple(rows), title),
            footer=frame.footer(words, names, None),
            alt=title,
            width=6,
            definitions=tuple(definition(metric_of(name), words) for name in names),
        )


def _value(shown: Shown, frame: Frame, words: Words) -> tuple[str, str]:
    """The title, and the line at which serving costs as much as the margin that the customer leaves."""
    known = shown.measured
    margin, left = known.value("value_received", "year"), known.value("customer_profitability", "year")
    if left is None or margin is None:
        revenue = known.value("customer_revenue", "year")
        if revenue is None:
            return words("What it is worth is not known"), words("Up to what point it pays to serve it is not known")
        bought = words.money(revenue, frame.currency)
        return (words("It bought for {amount} in 12 months", amount=bought),
                words("Up to what point it pays to serve it is not known: it takes margin and cost"))  # fmt: skip
    amount = words.money(abs(left), frame.currency)
    line = words.money(margin, frame.currency)
    if margin <= 0:
        return (words("It left no margin in 12 months"),
                words("Stop line: each further contact costs more than it leaves"))  # fmt: skip
    if left < 0:
        return (words("Serving it cost {amount} more than its margin", amount=amount),
                words("Stop line passed: it lay at {line} in 12 months, the margin before serving",
                      line=line))  # fmt: skip
    return (words("It left {amount} after the cost of serving it", amount=amount),
            words("Stop line: serving it could cost {amount} more in 12 months before it ate the margin of {line}",
                  amount=amount, line=line))  # fmt: skip


def _credit(shown: Shown, frame: Frame, words: Words) -> tuple[str, str]:
    known = shown.measured
    days, terms = known.value("days_to_pay", "year"), known.value("credit_terms", "year")
    payer = words.name(shown.payer) if shown.payer else words("How it pays is not known yet")
    note = words("Payment behaviour: of what fell due in the year before the last close")
    if days is not None and terms is not None:
        paid, granted = words.value(days, "days"), words.value(terms, "days")
        return words("{payer}: half of its money comes in {paid}, terms of {granted}", payer=payer, paid=paid,
                     granted=granted), note  # fmt: skip
    if days is not None:
        return words("{payer}: half of its money comes in {paid}", payer=payer, paid=words.value(days, "days")), note
    if terms is not None:
        return words("{payer}: terms of {granted}", payer=payer, granted=words.value(terms, "days")), note
    return payer, note


def _exchange(shown: Shown, frame: Frame, words: Words) -> tuple[str, str]:
    known = shown.measured
    given, received = known.value("value_given", "year"), known.value("value_received", "year")
    spent = known.value("points_redeemed_cost", "year")
    note = words("Value received: the margin that it left, before what serving it costs")
    if spent and received is not None:
        note = words("For each {unit} of points redeemed it left {margin} of margin; that the points brought it is not"
                     " said", unit=words.money(1, frame.currency),
                     margin=words.money(received / spent, frame.currency))  # fmt: skip
    if given is None or received is None:
        return words("What is given to it and received from it is not known whole"), note
    sides = {"given": words.money(given, frame.currency), "received": words.money(received, frame.currency)}
    return words("Given: {given}; received: {received}", **sides), note


def _loyalty(shown: Shown, frame: Frame, words: Words) -> tuple[str, str]:
    known = shown.measured
    index, potential = known.value("loyalty_index", "now"), known.value("growth_potential", "now")
    note = words("Growth potential: to reach the upper quarter of its tier and segment")
    if shown.lagging:
        note = words("Growth potential: {reason}", reason=words.name(shown.lagging).lower())
    elif potential == 0:
        note = words("No gap to its peers is told: it does not lag behind them, or has too few to be held against")
    if index is None:
        return words("Its loyalty can't be told whole"), note
    parts = {name: known.value(name, "now") for name in PARTS}
    told = {name: value for name, value in parts.items() if value is not None}
    weakest = min(told, key=lambda name: told[name])
    value = words.value(index, "points")
    if told[weakest] >= 100:
        return words("Loyalty index {value} of 100", value=value), note
    part = words(metric_of(weakest).label).lower()
    return words("Loyalty index {value} of 100; its weakest part: {part}", value=value, part=part), note


_SAYERS: dict[Side, Callable[[Shown, Frame, Words], tuple[str, str]]] = {
    "value": _value,
    "credit": _credit,
    "exchange": _exchange,
    "loyalty": _loyalty,
}
