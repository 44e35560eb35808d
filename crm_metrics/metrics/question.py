"""A question put to a warehouse: which metrics, how often, by what, for whom; and its answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from functools import partial

from crm_metrics.access import EVERYTHING, Scope
from crm_metrics.errors import CrmError, DefinitionError, QuestionError
from crm_metrics.metrics import computed
from crm_metrics.metrics.core import Metric, Where
from crm_metrics.metrics.readings import Result, because
from crm_metrics.metrics.registry import known, own_metrics
from crm_metrics.metrics.rows import plan
from crm_metrics.metrics.rows.coverage import latest_watermark
from crm_metrics.metrics.rows.dimensions import conditions
from crm_metrics.metrics.rows.plan import Question
from crm_metrics.metrics.rows.statement import statement
from crm_metrics.periods import CADENCES, known_cadence
from crm_metrics.warehouse import blank
from crm_metrics.warehouse.restrictions import scoped
from crm_metrics.warehouse.schema import input_tables
from crm_metrics.warehouse.store import Warehouse

FIRST_YEAR, LAST_YEAR = 1900, 2199


def ask(
    warehouse: Warehouse,
    metrics: Sequence[Metric],
    *,
    every: str = "month",
    by: str | Sequence[str] = (),
    where: Where = None,
    since: date | None = None,
    until: date | None = None,
    scope: Scope = EVERYTHING,
) -> dict[str, Result]:
    """The results of several metrics, by name in the order given; metrics of one shape and anchor share a statement.

    every: day, week, month, quarter, year or all. by: dimensions to group by. where: {dimension: value or values}, or
    pairs; the same dimension twice means any of its values. since, until: days, both in; without `until`, the latest
    watermark. scope: what the reader may see; it is part of every statement.

    Raises QuestionError when a dimension or the cadence is not known to one of the metrics, and DefinitionError when a
    metric names what does not exist.
    """
    question = asked(warehouse, metrics, every=every, by=by, where=where, since=since, until=until, scope=scope)
    if question is None:
        names = (by,) if isinstance(by, str) else tuple(dict.fromkeys(by))
        return {metric.name: _nothing_loaded(metric, every, names) for metric in metrics}
    with answering(warehouse, metrics):
        return _answered(question, metrics)


@contextmanager
def answering(warehouse: Warehouse, metrics: Sequence[Metric]) -> Iterator[None]:
    """What is asked within: a column that a version of another release lacks is told as that, as a DataError."""
    try:
        yield
    except DefinitionError as error:
        lacking, known_metrics = warehouse.outdated, known()
        if lacking is None or not all(known_metrics.get(metric.name) is metric for metric in metrics):
            raise  # a definition that nobody has tried yet may well be wrong
        raise lacking from error


def asked(
    warehouse: Warehouse,
    metrics: Sequence[Metric],
    *,
    every: str,
    by: str | Sequence[str] = (),
    where: Where = None,
    since: date | None = None,
    until: date | None = None,
    scope: Scope = EVERYTHING,
) -> Question | None:
    """The question that `ask` answers, its days and values in order; None where nothing is loaded yet.

    Raises QuestionError as `ask` does, but for dimensions that a metric's rows do not have.
    """
    known_cadence(every)
    for metric in metrics:
        _check_finest(metric, every)
    through = until or latest_watermark(warehouse, input_tables())
    if through is None:
        return None
    question = Question(
        warehouse=warehouse,
        catalogue=_catalogue(metrics),
        every=every,
        by=(by,) if isinstance(by, str) else tuple(dict.fromkeys(by)),
        where=conditions(where),
        since=since,
        until=through,
        scope=scope,
    )
    _check_days(since, through)
    _check_values(question)
    return question


def _answered(question: Question, metrics: Sequence[Metric]) -> dict[str, Result]:
    """The results; a metric of the company's files that breaks on a value that nobody foresaw is told with its file."""
    try:
        return computed.answered(question, metrics)
    except blank.BROKEN:
        own = own_metrics()
        for metric in metrics:
            if own is None or own.metrics.get(metric.name) is not metric:
                continue
            said = blank.complaint(partial(computed.answered, question, [metric]))
            if said is not None:
                raise DefinitionError(
                    "{file}: {metric} breaks on the company's rows; a text is no number, and nothing is divided by a"
                    " text. The engine says: {said}",
                    file=own.files[metric.name],
                    metric=metric.name,
                    said=said,
                ) from None
        raise


def statements(warehouse: Warehouse, metric: Metric, *, every: str | None = None) -> str:
    """The SQL that a plain question about one metric runs, without running it; "" where nothing is loaded."""
    through = latest_watermark(warehouse, input_tables())
    if through is None:
        return ""
    question = _plain(warehouse, metric, every or metric.finest, through)
    day = _reach(question, metric) or question.until
    question = replace(question, since=day, until=day)
    need = computed.needs(question, metric, plan.asked_periods(question, metric))
    leaves = (replace(leaf, reason=leaf.basis.coverage.reason) for leaf in need.leaves)  # also where no score was made
    return ";\n\n".join(statement(batch).sql for batch, _ in plan.batches(question, leaves))


def dimensions(warehouse: Warehouse, metric: Metric) -> tuple[str, ...]:
    """What a metric can be grouped by: what its rows have, or what all its sides have."""
    return plan.dimensions_of(_plain(warehouse, metric, metric.finest, date.min), metric)  # no day is asked for


def outdated(warehouse: Warehouse, metric: Metric) -> bool:
    """Whether another release made this version of the warehouse, without the rows or columns that the metric reads."""
    if warehouse.outdated is None:
        return False
    try:
        statements(warehouse, metric)
    except CrmError:
        return True
    return False


def reach(warehouse: Warehouse, metric: Metric) -> date | None:
    """The last day on which every input of a metric is loaded; None where one never was."""
    through = latest_watermark(warehouse, input_tables())
    return None if through is None else _reach(_plain(warehouse, metric, metric.finest, through), metric)


def _nothing_loaded(metric: Metric, every: str, by: tuple[str, ...]) -> Result:
    reason = because("nothing is loaded yet")
    return Result(metric=metric.name, every=every, by=by, readings=(), sql="", reason=reason)


def _plain(warehouse: Warehouse, metric: Metric, every: str, day: date) -> Question:
    """The question about one metric and day that asks for nothing more."""
    return Question(
        warehouse=warehouse,
        catalogue=_catalogue([metric]),
        every=every,
        by=(),
        where=(),
        since=day,
        until=day,
        scope=EVERYTHING,
    )


def _reach(question: Question, metric: Metric) -> date | None:
    coverages = [leaf.basis.coverage for leaf in computed.needs(question, metric, ()).leaves]
    if any(coverage.missing for coverage in coverages):
        return None
    return min((coverage.through for coverage in coverages if coverage.through is not None), default=None)


def _check_finest(metric: Metric, every: str) -> None:
    if CADENCES.index(every) < CADENCES.index(metric.finest):
        raise QuestionError(
            "{metric} cannot be asked by {every}: its finest cadence is {finest}.",
            metric=metric.name,
            every=every,
            finest=metric.finest,
        )


def _check_days(since: date | None, until: date) -> None:
    for day in (since, until):
        if day is not None and (not isinstance(day, date) or isinstance(day, datetime)):
            raise QuestionError("{day} is no day: give a datetime.date, without an hour.", day=repr(day))
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise QuestionError(
                "{day} is out of reach: ask for days of the years {first} to {last}.",
                day=day,
                first=str(FIRST_YEAR),
                last=str(LAST_YEAR),
            )
    if since is not None and since > until:
        raise QuestionError("The first day asked, {since}, is after the last one, {until}.", since=since, until=until)


def _check_values(question: Question) -> None:
    for dimension, values in (*question.where, *scoped(question.scope)):
        for value in values:
            try:
                (value or "").encode()
            except UnicodeEncodeError as error:
                raise QuestionError(
                    "{value} is no text that a {dimension} can have: it holds half a character.",
                    value=ascii(value),
                    dimension=dimension,
                ) from error


def _catalogue(metrics: Sequence[Metric]) -> Mapping[str, Metric]:
    return {**known(), **{metric.name: metric for metric in metrics}}
