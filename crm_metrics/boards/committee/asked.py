"""What the cards of the committee ask: several metrics of the month, of the months before it, and of the year to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from crm_metrics.boards import brought
from crm_metrics.boards.facts import MonthlyFacts
from crm_metrics.boards.series import Indicator, asked_of, collect, offered, tables_of
from crm_metrics.metrics.ends import MetricEnds, ends
from crm_metrics.metrics.readings import Reading, Result, value_of
from crm_metrics.metrics.registry import metric_of
from crm_metrics.periods import months_later
from crm_metrics.warehouse.store import Warehouse

YEAR = 12  # months, the one shown included
UNKNOWN = "unknown"  # sales to nobody known are no customer's


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One metric of a month beside the months that it is compared with."""

    metric: str
    """Its name in the catalogue."""
    month: Reading | None
    """Of the month shown."""
    before: Reading | None
    """Of the month before it."""
    year_ago: Reading | None
    """Of the same month of the year before; None also where the data had not begun."""
    twelve: Reading | None
    """Of the twelve months that end with the one shown, as one period."""

    @property
    def value(self) -> float | None:
        """What the month shown came to."""
        return value_of(self.month)


def since_of(facts: MonthlyFacts) -> date:
    """The first day of the twelve months that end with the one shown."""
    return months_later(facts.first, 1 - YEAR)


def figures(warehouse: Warehouse, facts: MonthlyFacts, names: Sequence[str]) -> dict[str, Figure]:
    """The metrics that can be asked of this company within the view, by name; a value may still be missing."""
    indicators = [Indicator(name) for name in names]
    first, ago = facts.first, months_later(facts.first, -YEAR)

    def told(every: str, since: date, until: date) -> dict[Indicator, Result]:
        where, scope = asked_of(facts.view), facts.view.scope
        return collect(warehouse, indicators, every=every, since=since, until=until, where=where, scope=scope)

    months = told("month", months_later(first, -1), facts.last)
    past = told("month", ago, months_later(ago, 1) - timedelta(days=1))
    years = told("all", since_of(facts), facts.last)

    def figure(indicator: Indicator) -> Figure:
        result = months[indicator]
        then, twelve = _of(past[indicator], ago), years[indicator].readings
        return Figure(
            metric=indicator.metric,
            month=_of(result, first) or Reading(
                metric=indicator.metric, period=first, groups=(), numerator=None, denominator=None, value=None, n=None,
                reason=result.reason,
            ),
            before=_of(result, months_later(first, -1)),
            year_ago=then if then is not None and then.n else None,
            twelve=twelve[0] if twelve else None,
        )  # fmt: skip

    return {indicator.metric: figure(indicator) for indicator in indicators if indicator in months}


def customer_ends(warehouse: Warehouse, facts: MonthlyFacts, name: str, beside: str, most: int) -> MetricEnds | None:
    """Who comes first and last by a metric over the twelve months that end with the one shown; None if not askable."""
    where, metric, other = asked_of(facts.view), metric_of(name), metric_of(beside)
    if not all(offered(warehouse, one).issuperset(("customer", *where)) for one in (metric, other)):
        return None
    found = ends(
        warehouse,
        metric,
        other,
        "customer",
        most=most,
        leaving=UNKNOWN,
        since=since_of(facts),
        until=facts.last,
        where=where,
        scope=facts.view.scope,
    )
    untold = brought.told(warehouse, tables_of(metric), [found.untold] if found.untold else (), "all", facts.last)
    return replace(found, untold=untold[0] if untold else None)


def by_tier(warehouse: Warehouse, facts: MonthlyFacts, name: str) -> Result | None:
    """A metric over the twelve months that end with the one shown, a reading for each tier; None if not askable."""
    indicator, where, scope = Indicator(name), asked_of(facts.view), facts.view.scope
    since, until = since_of(facts), facts.last
    return collect(
        warehouse, [indicator], every="all", since=since, until=until, by=("tier",), where=where, scope=scope
    ).get(indicator)


def _of(result: Result, period: date) -> Reading | None:
    return next((reading for reading in result.readings if reading.period == period), None)
