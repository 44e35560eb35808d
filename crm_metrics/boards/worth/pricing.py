"""A difference of a metric as money, of the rows of one part over some days; or the reason why there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from crm_metrics.access import EVERYTHING, Scope
from crm_metrics.analysis.effects.worth import gained, priced
from crm_metrics.analysis.relating.regression import Estimate
from crm_metrics.errors import QuestionError
from crm_metrics.metrics.core import Metric, Where
from crm_metrics.metrics.money import NOTHING, MoneyBehind, money_behind
from crm_metrics.metrics.question import ask
from crm_metrics.metrics.readings import Reason, because
from crm_metrics.metrics.rows.dimensions import columns_of, conditions
from crm_metrics.metrics.rows.formula import names, parse
from crm_metrics.periods import Period
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import mark

BEFORE = 182  # days in which a price is read: the 26 weeks that a baseline may hold
FEW = mark("fewer than {least} of them say what one brings, so that no mean is taken for a price")
PART = mark("what an hour of work costs is told of no such part")
NO_COST = mark("nobody says what an hour of work costs")
NO_VOLUME = mark("its weeks tell no volume that it could be multiplied by")


@dataclass(frozen=True, kw_only=True)
class MoneyWorth:
    """A difference in money, and what it rests on."""

    kind: str = ""
    """What kind of money it is: one of `MoneyKind`."""
    money: Estimate | None = None
    """The money, above nought where it is a gain; None where `reason` says why."""
    units: float | None = None
    """What the difference was multiplied by: what stands below the line; None of a sum."""
    price: Estimate | None = None
    """What one of what stands above the line is worth; None where that is money itself."""
    days: int | None = None
    """The days over which the price was read."""
    better: str = ""
    """Which way of the metric is a gain: "up" or "down"."""
    work: bool = False
    """Whether the price is that of a second of work."""
    reason: Reason | None = None
    """Why there is no money."""

    @property
    def itself(self) -> bool:
        """Whether the difference is money as it stands."""
        return self.money is not None and self.units is None and self.price is None

    def of(self, difference: Estimate) -> Estimate:
        """Another difference of the same metric at the same volume and price."""
        return priced(gained(difference, 1.0 if self.units is None else self.units, self.better), self.price)


def price_of(
    warehouse: Warehouse, behind: MoneyBehind, days: Period, where: Where = None, scope: Scope = EVERYTHING
) -> Estimate | Reason | None:
    """What one of what stands above the line is worth in a part, over the days up to these; None where it is money.

    What is told between the ends of a period alone is read of these days.
    """
    price = behind.price
    if price is None:
        return None
    if not _named(price) <= set(columns_of(warehouse, price)):
        return because(NOTHING)
    if behind.work and (scope.agents or "agent" in dict(conditions(where))):
        return because(PART)  # what an hour of one person costs is that person's pay
    first = _first(price, days)
    asked: dict[str, Any] = {"every": "all", "where": where, "since": first, "until": days.last, "scope": scope}
    try:
        readings = ask(warehouse, [price], **asked)[price.name].readings
    except QuestionError:  # the rows of hours have no such dimension
        return because(PART)
    found = readings[0] if readings else None
    if found is None or found.value is None or (found.n or 0) < price.minimum_n:
        return because(NO_COST) if behind.work else because(FEW, least=price.minimum_n)
    value = float(found.value)
    if not value:  # customers who buy and have no contract pay nothing by the month
        return because(NOTHING)
    low, high = (value if end is None else float(end) for end in (found.low, found.high))
    return Estimate(value, low, high)


def in_money(
    warehouse: Warehouse,
    metric: Metric,
    difference: Estimate,
    units: float | None,
    days: Period,
    *,
    where: Where = None,
    scope: Scope = EVERYTHING,
) -> MoneyWorth:
    """A difference of a metric in money. units: what stands below its line; None of a sum. days: those of its price."""
    behind = money_behind(metric)
    if isinstance(behind, Reason):
        return MoneyWorth(reason=behind)
    if metric.denominator is not None and not units:
        return MoneyWorth(kind=behind.kind, reason=because(NO_VOLUME))
    price = price_of(warehouse, behind, days, where, scope)
    if isinstance(price, Reason):
        return MoneyWorth(kind=behind.kind, reason=price)
    over = units if metric.denominator is not None else None
    found = MoneyWorth(kind=behind.kind, units=over, price=price, better=behind.better, work=behind.work)
    found = replace(found, days=(days.last - _first(behind.price, days)).days + 1 if behind.price else None)
    return replace(found, money=found.of(difference))


def _first(price: Metric, days: Period) -> date:
    """The first of the days over which a price is read."""
    return days.first if price.shape.endswith("_period") else days.last - timedelta(days=BEFORE - 1)


def _named(price: Metric) -> set[str]:
    """The columns that a price reads."""
    sides = (price.numerator, price.denominator, price.rows)
    return {name for side in sides if side for name in names(parse(side, price.name))}


def kept(found: MoneyWorth) -> dict[str, Any]:
    """A worth as it is kept."""
    reason = {"text": found.reason.template, "parts": dict(found.reason.filled)} if found.reason else None
    return {
        "kind": found.kind, "money": _ends(found.money), "units": found.units, "price": _ends(found.price),
        "days": found.days, "better": found.better, "work": found.work, "reason": reason,
    }  # fmt: skip


def unkept(told: Mapping[str, Any]) -> MoneyWorth:
    """A worth that was kept."""
    reason = told["reason"]
    return MoneyWorth(
        kind=told["kind"], money=_estimate(told["money"]), units=told["units"], price=_estimate(told["price"]),
        days=told["days"], better=told["better"], work=told["work"],
        reason=because(reason["text"], **reason["parts"]) if reason else None,
    )  # fmt: skip


def _ends(estimate: Estimate | None) -> list[float] | None:
    return None if estimate is None else [float(one) for one in (estimate.value, estimate.low, estimate.high)]


def _estimate(told: Sequence[float] | None) -> Estimate | None:
    return None if told is None else Estimate(*told)


def day_before(day: date) -> Period:
    """The last day before another: what a price is read up to."""
    last = day - timedelta(days=1)
    return Period(last, last, last)
