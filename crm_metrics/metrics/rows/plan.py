"""What has to be read to answer a question: each metric's own rows, its days, and which statements they share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from crm_metrics import periods
from crm_metrics.access import Scope
from crm_metrics.errors import DefinitionError, QuestionError, unknown
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.readings import Reason, because
from crm_metrics.metrics.rows import formula
from crm_metrics.metrics.rows.coverage import Coverage, coverage_of
from crm_metrics.metrics.rows.dimensions import Columns, Condition, available, column_of, columns_of, missing
from crm_metrics.metrics.rows.fragments import ALONE, Fragment, fragment
from crm_metrics.metrics.rows.statement import SCOPED, Batch, Window, first_day_sql, mode_of
from crm_metrics.periods import Period
from crm_metrics.warehouse.store import SCORED, Warehouse

MOST_PERIODS = 20_000  # the days of 54 years


@dataclass(frozen=True)
class Question:
    """One call of `ask`, with its parts in one form."""

    warehouse: Warehouse
    catalogue: Mapping[str, Metric]
    every: str
    by: tuple[str, ...]
    where: tuple[Condition, ...]
    since: date | None
    until: date
    scope: Scope

    @property
    def fiscal_month(self) -> int:
        """The month in which the company's year starts."""
        return self.warehouse.company.fiscal_year_start_month


@dataclass(frozen=True)
class Leaf:
    """One metric over rows of its own, in the periods and cuts asked: what a statement can answer."""

    metric: Metric
    periods: tuple[Period, ...]
    by: tuple[str, ...]
    where: tuple[Condition, ...]
    columns: Columns
    coverage: Coverage
    reason: Reason | None

    def __hash__(self) -> int:
        # It is looked up for every reading: hashing all its periods each time made a thousand days cost a million.
        return hash((self.metric, self.by, len(self.periods)))

    @cached_property
    def made(self) -> Fragment:
        """The metric as written for the engine; kept, because every reading asks for it."""
        return fragment(self.metric, self.columns)

    def window(self, period: Period) -> Window | None:
        """The days read for a period; None where a stock would have to be read after its watermark."""
        last, through = period.last, self.coverage.through
        if mode_of(self.metric) != "flow" and through is not None:
            if period.first > through:
                return None
            last = min(last, through)
        first = period.first if self.metric.trailing is None else trailing_first(self.metric.trailing, last)
        return Window(period.start, first, last)


def components(question: Question, metric: Metric) -> dict[str, Metric]:
    """The metrics that an `on="period"` formula names; those without a process or a window take the formula's.

    Raises DefinitionError, with the closest match, when a name is no metric.
    """
    found: dict[str, Metric] = {}
    for text in (metric.numerator, metric.denominator):
        for name in formula.names(formula.parse(text, metric.name)) if text else ():
            if name not in question.catalogue:
                raise unknown(
                    DefinitionError, "{metric}: no metric '{word}'.", name, question.catalogue, metric=metric.name
                )
            part = question.catalogue[name]
            process, trailing = part.process or metric.process, part.trailing or metric.trailing
            same = process == part.process and trailing == part.trailing
            found[name] = part if same else replace(part, process=process, trailing=trailing)
    return found


def dimensions_of(question: Question, metric: Metric) -> tuple[str, ...]:
    """What a metric can be grouped by; of two sides, what both have."""
    if metric.on != "period":
        return available(metric, columns_of(question.warehouse, metric))
    sides = [dimensions_of(question, part) for part in components(question, metric).values()]
    return tuple(name for name in sides[0] if all(name in side for side in sides)) if sides else ()


def check_dimensions(question: Question, metric: Metric) -> None:
    """Raise QuestionError when the question names a dimension that the metric's rows don't have.

    Raises DefinitionError when there are no such rows.
    """
    if metric.on != "period":
        columns_of(question.warehouse, metric)
    asked = (*question.by, *(name for name, _ in question.where))
    known = dimensions_of(question, metric) if asked else ()
    for name in asked:
        if name not in known:
            raise missing(metric, name, known)


def leaf(question: Question, metric: Metric, asked: tuple[Period, ...]) -> Leaf:
    """A metric over rows, ready to be put into a statement."""
    columns = columns_of(question.warehouse, metric)
    coverage = coverage_of(question.warehouse, metric)
    reason = coverage.reason or _unscored(question, metric) or _hidden(metric, columns, question.scope)
    return Leaf(metric, asked, question.by, question.where, columns, coverage, reason)


def asked_periods(question: Question, metric: Metric) -> tuple[Period, ...]:
    """The periods of an answer: those asked, else from the first day loaded to the latest watermark.

    Raises QuestionError when they are too many to be read by anybody.
    """
    first = question.since or _first_day(question, metric) or question.until
    if question.since is None and question.every != "all":
        first = periods.start_of(question.every, first, question.fiscal_month)
    found = tuple(periods.between(question.every, first, question.until, question.fiscal_month))
    if len(found) > MOST_PERIODS:
        raise QuestionError(
            "{count} periods are too many for one question: ask for at most {most}.",
            count=len(found),
            most=MOST_PERIODS,
        )
    return found


def batches(question: Question, leaves: Iterable[Leaf]) -> list[tuple[Batch, list[Leaf]]]:
    """The statements that answer the leaves: one per shape, anchor, days and cut; a survival curve has its own."""
    groups: dict[object, list[Leaf]] = {}
    for one in leaves:
        windows = _windows(one)
        if one.reason is not None or not windows:
            continue
        names = (*one.by, *(name for name, _ in one.where))
        placed = tuple(column_of(one.metric, name, one.columns) for name in names)
        alone = one.metric.name if one.made.form in ALONE else ""
        key = (one.metric.on, one.metric.trailing, windows, one.by, one.where, placed, alone)
        groups.setdefault(key, []).append(one)
    return [(_batch(question, group), group) for group in groups.values()]


def trailing_first(trailing: str, last: date) -> date:
    """The first day of the window of "30 days" or "12 months" that ends on `last`."""
    count, unit = trailing.split()
    if unit == "days":
        return last - timedelta(days=int(count) - 1)
    following = last + timedelta(days=1)
    year, month = divmod(following.year * 12 + following.month - 1 - int(count), 12)
    for day in range(following.day, 0, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:  # the month is shorter: its last day stands for the days it lacks
            continue
    raise AssertionError(trailing)


def _windows(one: Leaf) -> tuple[Window, ...]:
    found = (one.window(period) for period in one.periods if one.coverage.before(period) is None)
    return tuple(window for window in found if window is not None)


def _batch(question: Question, group: list[Leaf]) -> Batch:
    first = group[0]
    metrics = tuple(dict.fromkeys(one.metric for one in group))
    return Batch(
        metrics,
        first.columns,
        mode_of(first.metric),
        _windows(first),
        question.every,
        first.by,
        first.where,
        question.scope,
        question.warehouse.company.time_zone,
        question.warehouse.calendar,
    )


def _hidden(metric: Metric, columns: Columns, scope: Scope) -> Reason | None:
    """Why a reader may not see the metric at all: its rows can't be limited as the scope asks.

    A metric of one process whose rows carry none (churn, repurchase) is that process's number: its readers have it.
    """
    for field, dimension in SCOPED:
        allowed = getattr(scope, field)
        if allowed is None or column_of(metric, dimension, columns) is not None:
            continue
        if dimension != "process" or metric.process not in allowed:
            return because("outside of what you may see: its rows carry no {dimension}", dimension=dimension)
    return None


def _unscored(question: Question, metric: Metric) -> Reason | None:
    """Why the scores that the analysis writes are not there, or None."""
    why = question.warehouse.unscored if metric.shape == SCORED else None
    return because(why) if why else None


def _first_day(question: Question, metric: Metric) -> date | None:
    if metric.on == "period":
        days = [_first_day(question, part) for part in components(question, metric).values()]
        known = [day for day in days if day is not None]
        return (min if question.every == "all" else max)(known, default=None)
    coverage = coverage_of(question.warehouse, metric)
    if coverage.reason or (question.every != "all" and coverage.first):
        return coverage.first
    if mode_of(metric) != "flow":
        return coverage.first
    found = question.warehouse.fetch(first_day_sql(metric, columns_of(question.warehouse, metric)))
    day: date | None = found[0][0] if found else None
    return day or coverage.first
