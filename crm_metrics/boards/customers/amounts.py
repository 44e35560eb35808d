"""What a metric comes to for each customer in some days, and the cell of a table that shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from crm_metrics.access import EVERYTHING, Scope
from crm_metrics.boards.behind.provenance import of_days
from crm_metrics.boards.core import Cell
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.persons import masking
from crm_metrics.metrics.question import ask
from crm_metrics.metrics.readings import Reason
from crm_metrics.metrics.registry import metric_of
from crm_metrics.periods import Period, months_later
from crm_metrics.warehouse.customers.kept import kept
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

KEPT = 12  # answers about all customers: those of a month and its rankings, and of a few readers


@dataclass(frozen=True)
class Amounts:
    """A metric by customer. reason: why there is nothing, None where there is."""

    metric: str
    days: Period
    values: Mapping[str, float]
    reason: Reason | None = None

    def of(self, customer: str) -> float:
        """What it comes to for a customer; nothing for whom no row is."""
        return self.values.get(customer, 0.0)

    @property
    def top(self) -> float:
        """The largest, whatever its sign."""
        return max((abs(one) for one in self.values.values()), default=0.0) or 1.0


def months_to(day: date, months: int = 12) -> Period:
    """So many whole months that end with a day, the last one of a month."""
    first = months_later(day.replace(day=1), 1 - months)
    return Period(first, first, day)


def amounts(warehouse: Warehouse, metric: str, days: Period, scope: Scope = EVERYTHING) -> Amounts:
    """A metric by customer, known ones alone; worked out once for a version of the warehouse and a scope."""

    def read() -> Amounts:
        answer = ask(
            warehouse, [metric_of(metric)], every="all", by=("customer",), since=days.first, until=days.last,
            scope=scope,
        )[metric]  # fmt: skip
        values = {
            str(one.groups[0]): float(one.value)
            for one in answer.readings
            if one.value is not None and one.groups[0] not in (None, "", "unknown")
        }
        return Amounts(metric, days, values, answer.reason)

    return kept(warehouse, "amounts", (metric, days, scope), KEPT, read)


def amount_cell(customer: str, told: Amounts, frame: Frame, words: Words, *, personal: bool, top: float = 0.0) -> Cell:
    """What a metric comes to for one customer, with a bar and what leads to its rows.

    top: the value of a whole bar; without one, that of the largest of all customers.
    """
    metric, value = metric_of(told.metric), told.values.get(customer)
    if value is None:
        return Cell(text=words.value(0.0, metric.unit, frame.currency), muted=True)
    led = of_days(metric, told.days.first, told.days.last, value, where=[("customer", customer)])
    return Cell(
        text=words.value(value, metric.unit, frame.currency),
        tone="bad" if value < 0 else "plain",
        share=abs(value) / (top or told.top),
        behind=masking.led(led, personal=personal),
    )
