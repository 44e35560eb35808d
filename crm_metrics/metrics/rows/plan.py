"""What has to be read to answer a question: each metric's own rows, its days, and which statements they share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import count

from crm_metrics import periods
from crm_metrics.access import Scope
from crm_metrics.errors import DefinitionError, QuestionError, unknown
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.readings import Reason, because
from crm_metrics.metrics.rows import formula
from crm_metrics.metrics.rows.basis import Basis, Mode, basis_of
from crm_metrics.metrics.rows.dimensions import Condition, missing
from crm_metrics.metrics.rows.fragments import ALONE, Fragment, fragment
from crm_metrics.periods import Period, next_start
from crm_metrics.warehouse.finals.months import KeptMonths
from crm_metrics.warehouse.restrictions import Restriction, scoped
from crm_metrics.warehouse.store import SCORED, Warehouse
from crm_metrics.words import mark

_MONEY = because("outside of what you may see: it weighs customers by the money of all teams")
_CHANCES = because("outside of what you may see: it weighs cases by what became of those of all teams")
# Columns of a shape that tell what all teams' rows add up to, and why a reader of some of them has none: decision 0026.
OF_ALL_TEAMS = {
    ("survey", "yearly_revenue"): _MONEY,
    ("survey", "satisfied_revenue"): _MONEY,
    ("survey", "promoter_revenue"): _MONEY,
    ("survey", "detractor_revenue"): _MONEY,
    ("open_item_span", "stage_win_rate"): _CHANCES,
}
MOST_PERIODS = 20_000  # the days of 54 years


@dataclass(frozen=True, kw_only=True)
class Question:
    """One call of `ask`, with its parts in one form."""

    warehouse: Warehouse
    """What is asked."""

    catalogue: Mapping[str, Metric]
    """What the names in a formula over metrics mean."""

    every: str
    """The cadence."""

    by: tuple[str, ...]
    """The dimensions to group by."""

    where: tuple[Condition, ...]
    """What is kept, one condition per dimension."""

    since: date | None
    """The first day; None for the first one that there is."""

    until: date
    """The last day."""

    scope: Scope
    """What the reader may see."""

    bases: dict[Metric, Basis] = field(default_factory=dict, repr=False, compare=False)
    """What was worked out of its metrics so far; a question made from another one goes on with it."""

    def basis(self, metric: Metric) -> Basis:
        """What a metric rests on; worked out once.

        Raises DefinitionError, with the closest match, when there are no such rows.
        """
        if metric not in self.bases:
            self.bases[metric] = basis_of(self.warehouse, metric)
        return self.bases[metric]

    @property
    def fiscal_month(self) -> int:
        """The month in which the company's year starts."""
        return self.warehouse.company.fiscal_year_start_month


@dataclass(frozen=True)
class Window:
    """The days read for one period: it is named by `period` and reads from `first` to `last`, both in it."""

    period: date
    first: date
    last: date

    def ends(self, every: str) -> date:
        """The last day of the whole calendar period; "all" ends where it was asked to."""
        return self.last if every == "all" else next_start(every, self.period) - timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """One metric over rows of its own, in the periods and cuts asked: what a statement can answer."""

    basis: Basis
    """The metric and its rows."""

    periods: tuple[Period, ...]
    """The periods asked."""

    by: tuple[str, ...]
    """The dimensions to group by."""

    where: tuple[Condition, ...]
    """What is kept."""

    reason: Reason | None
    """Why nothing can be read at all, or None."""

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        # It is looked up for every reading: hashing all its periods each time made a thousand days cost a million.
        return hash((self.metric, self.by, len(self.periods)))

    @cached_property
    def metric(self) -> Metric:
        """What is read; asked for with every reading."""
        return self.basis.metric

    @cached_property
    def processes(self) -> tuple[str, ...] | None:
        """The processes whose rows alone it reads; None where it reads those of all."""
        if self.metric.process:
            return (self.metric.process,)
        kept = next((values for name, values in self.where if name == "process"), None)
        return None if kept is None else tuple(value for value in kept if value is not None)

    @cached_property
    def windows(self) -> tuple[Window, ...]:
        """The days read, of every period that there is something to be read for."""
        loaded = (period for period in self.periods if self.basis.coverage.before(period) is None)
        windows = (self.window(period) for period in loaded)
        return tuple(window for window in windows if window is not None)

    def window(self, period: Period) -> Window | None:
        """The days read for a period; None where a stock would have to be read after its watermark."""
        last, through = period.last, self.basis.coverage.through
        if self.basis.mode != "flow" and through is not None:
            if period.first > through:
                return None
            last = min(last, through)
        first = period.first if self.metric.trailing is None else trailing_first(self.metric.trailing, last)
        return Window(period.start, first, last)


@dataclass(frozen=True, kw_only=True)
class Batch:
    """What one statement answers: metrics of one shape, anchor, filter and set of windows."""

    bases: tuple[Basis, ...]
    """The metrics on their rows: all of them share shape and anchor."""

    windows: tuple[Window, ...]
    """The days read."""

    every: str
    """The cadence of the periods."""

    by: tuple[str, ...]
    """The dimensions to group by."""

    restrictions: tuple[Restriction, ...]
    """What the question and the reader's scope leave of the rows."""

    time_zone: str
    """The company's, for shapes that are made for the periods asked."""

    calendar: tuple[date, date] | None
    """The first and the last day of the calendar, where there is one."""

    finals: KeptMonths | None = None
    """The whole months whose rows are kept, of a question by month or over all its days; None where none are."""

    @property
    def metric(self) -> Metric:
        """One of the metrics: what is said of its shape, anchor and window holds for all of them."""
        return self.bases[0].metric

    @property
    def mode(self) -> Mode:
        """How the rows are read."""
        return self.bases[0].mode

    @property
    def by_calendar(self) -> bool:
        """Whether the calendar's own weeks, months … name the periods, a third cheaper than days made for it.

        Not where a window trails over several periods, nor for days that the calendar does not reach.
        """
        if self.calendar is None or self.metric.trailing or self.every not in ("week", "month", "quarter", "year"):
            return False
        first, last = self.calendar
        return all(first <= window.first and window.last <= last for window in self.windows)

    @cached_property
    def dimensions(self) -> tuple[tuple[str, str], ...]:
        """What is grouped by, each with its column."""
        return tuple((name, self.bases[0].column(name) or name) for name in self.by)

    @cached_property
    def hoisted(self) -> frozenset[str]:
        """The conditions that every metric shares."""
        return frozenset.intersection(*(frozenset(basis.filters) for basis in self.bases))

    @cached_property
    def labels(self) -> dict[Metric, str]:
        """What each metric's columns begin with: its name, numbered where two of them share it."""
        labels: dict[Metric, str] = {}
        taken = {basis.metric.name for basis in self.bases}
        for basis in self.bases:
            name = basis.metric.name
            if name in labels.values():
                name = next(other for n in count(2) if (other := f"{name}_{n}") not in taken)
            labels[basis.metric] = name
            taken.add(name)
        return labels

    @cached_property
    def fragments(self) -> dict[str, Fragment]:
        """Each metric as written for this statement, by its label."""
        return {self.labels[basis.metric]: fragment(basis.metric, basis.columns, self.hoisted) for basis in self.bases}


def components(question: Question, metric: Metric) -> dict[str, Metric]:
    """The metrics that an `on="period"` formula names; those without a process or a window take the formula's.

    Raises DefinitionError, with the closest match, when a name is no metric.
    """
    parts: dict[str, Metric] = {}
    for text in (metric.numerator, metric.denominator):
        for name in formula.names(formula.parse(text, metric.name)) if text else ():
            if name not in question.catalogue:
                raise unknown(
                    DefinitionError, "{metric}: no metric '{word}'.", name, question.catalogue, metric=metric.name
                )
            part = question.catalogue[name]
            process, trailing = part.process or metric.process, part.trailing or metric.trailing
            same = process == part.process and trailing == part.trailing
            parts[name] = part if same else replace(part, process=process, trailing=trailing)
    return parts


def dimensions_of(question: Question, metric: Metric) -> tuple[str, ...]:
    """What a metric can be grouped by; of two sides, what both have."""
    if metric.on != "period":
        return question.basis(metric).dimensions
    sides = [dimensions_of(question, part) for part in components(question, metric).values()]
    return tuple(name for name in sides[0] if all(name in side for side in sides)) if sides else ()


def check_dimensions(question: Question, metric: Metric) -> None:
    """Raise QuestionError when the question names a dimension that the metric's rows don't have.

    Raises DefinitionError when there are no such rows.
    """
    if metric.on != "period":
        question.basis(metric)
    asked = (*question.by, *(name for name, _ in question.where))
    known = dimensions_of(question, metric) if asked else ()
    for name in asked:
        if name not in known:
            raise missing(metric, name, known)


def leaf(question: Question, metric: Metric, asked: tuple[Period, ...]) -> Leaf:
    """A metric over rows, ready to be put into a statement."""
    basis = question.basis(metric)
    reason = basis.coverage.reason or _unscored(question, metric) or _hidden(basis, question.scope)
    return Leaf(basis=basis, periods=asked, by=question.by, where=question.where, reason=reason)


def asked_periods(question: Question, metric: Metric) -> tuple[Period, ...]:
    """The periods of an answer: those asked, else from the first day loaded to the latest watermark.

    Raises QuestionError when they are too many to be read by anybody.
    """
    first = question.since or _first_day(question, metric) or question.until
    if question.since is None and question.every != "all":
        first = periods.start_of(question.every, first, question.fiscal_month)
    asked = tuple(periods.between(question.every, first, question.until, question.fiscal_month))
    if len(asked) > MOST_PERIODS:
        raise QuestionError(
            "{count} periods are too many for one question: ask for at most {most}.",
            count=len(asked),
            most=MOST_PERIODS,
        )
    return asked


def batches(question: Question, leaves: Iterable[Leaf]) -> list[tuple[Batch, list[Leaf]]]:
    """The statements that answer the leaves: one per shape, anchor, days and cut; a survival curve has its own."""
    groups: dict[object, list[Leaf]] = {}
    for leaf in leaves:
        metric, basis = leaf.metric, leaf.basis
        if leaf.reason is not None or not leaf.windows:
            continue
        names = (*leaf.by, *(name for name, _ in leaf.where))
        columns = tuple(basis.column(name) for name in names)
        alone = metric if basis.fragment.form in ALONE else None
        key = (metric.on, metric.trailing, leaf.windows, leaf.by, leaf.where, columns, alone)
        groups.setdefault(key, []).append(leaf)
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


def _batch(question: Question, group: list[Leaf]) -> Batch:
    first = group[0]
    return Batch(
        bases=tuple({leaf.metric: leaf.basis for leaf in group}.values()),
        windows=first.windows,
        every=question.every,
        by=first.by,
        restrictions=_restrictions(question, first),
        time_zone=question.warehouse.company.time_zone,
        calendar=question.warehouse.calendar,
        finals=question.warehouse.finals if question.every in ("month", "all") else None,
    )


def _restrictions(question: Question, leaf: Leaf) -> tuple[Restriction, ...]:
    """What the question and the reader's scope limit; without the column, only metrics that may be seen are left."""
    asked = [
        Restriction(f"where_{name}", f"r.{leaf.basis.column(name) or name}", values) for name, values in leaf.where
    ]
    limited = [(name, leaf.basis.column(name), values) for name, values in scoped(question.scope)]
    return (*asked, *(Restriction(f"scope_{name}", f"r.{place}", values) for name, place, values in limited if place))


WITHOUT = {
    "process": mark("outside of what you may see: its rows carry no process"),
    "area": mark("outside of what you may see: its rows carry no area"),
    "team": mark("outside of what you may see: its rows carry no team"),
    "agent": mark("outside of what you may see: its rows carry no agent"),
}  # of each dimension that a scope may limit


def _hidden(basis: Basis, scope: Scope) -> Reason | None:
    """Why a reader may not see the metric at all: its rows can't be limited as the scope asks.

    A metric of one process is that process's number: its readers have it, whether its rows carry a process or none
    (churn, repurchase), and others don't, for none of its rows may be theirs.
    """
    process = basis.metric.process
    if process is not None and scope.processes is not None and process not in scope.processes:
        return because("outside of what you may see: it is a number of another process")
    for dimension, _ in scoped(scope):
        if basis.column(dimension) is None and (dimension != "process" or process is None):
            return because(WITHOUT[dimension])
    return _of_all_teams(basis.metric) if scope.teams or scope.agents or scope.areas else None


def _of_all_teams(metric: Metric) -> Reason | None:
    """Why a metric of one's own rows tells what others' add up to, or None."""
    texts = (metric.numerator, metric.denominator, metric.rows)
    named = (name for text in texts if text for name in formula.names(formula.parse(text, metric.name)))
    return next((why for name in named if (why := OF_ALL_TEAMS.get((metric.shape, name))) is not None), None)


def _unscored(question: Question, metric: Metric) -> Reason | None:
    """Why the scores that the analysis writes are not there, or None."""
    why = question.warehouse.unscored if metric.shape == SCORED else None
    return because(why) if why else None


def _first_day(question: Question, metric: Metric) -> date | None:
    if metric.on == "period":
        days = [_first_day(question, part) for part in components(question, metric).values()]
        known = [day for day in days if day is not None]
        return (min if question.every == "all" else max)(known, default=None)
    basis = question.basis(metric)
    coverage = basis.coverage
    if coverage.reason or (question.every != "all" and coverage.first):
        return coverage.first
    return (basis.first_day if basis.mode == "flow" else None) or coverage.first
