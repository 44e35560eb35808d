"""Which baseline is in force for a number: the last that was started anew of exactly its metric and its part."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from crm_metrics.access import Scope
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.readings import Groups, Result
from crm_metrics.office.baselines.restarting import BaselineRestart
from crm_metrics.office.planning import Parts, sees
from crm_metrics.warehouse.restrictions import scoped

Whose = Mapping[str, frozenset[str | None]]  # by dimension, the values that a number is of; the others are whole


@dataclass(frozen=True, kw_only=True)
class RestartedResult(Result):
    """A result in which the baseline of some group was started anew."""

    restarts: Mapping[Groups, BaselineRestart]
    """The one in force, of each such group."""


def whose(
    metric: Metric,
    process: str | None,
    where: Mapping[str, Collection[str | None]],
    scope: Scope,
    has: Collection[str],
) -> Whose:
    """What a number is of: its process, what it is filtered by, and what its reader's limits leave of it.

    has: the dimensions of its rows; rows without one of them are not limited by it.
    """
    found = {name: frozenset(values) for name, values in where.items()}
    if own := metric.process or process:
        found["process"] = frozenset((own,))
    for name, allowed in scoped(scope):
        if name in has:
            limit: frozenset[str | None] = frozenset(allowed)
            found[name] = found.get(name, limit) & limit
    return found


def part_of(found: Whose) -> Parts | None:
    """The one part that a number is of; None of one that is of several values of a dimension, or of none."""
    told = [(name, next(iter(values))) for name, values in sorted(found.items()) if len(values) == 1]
    part = tuple((name, value) for name, value in told if value is not None)
    return part if len(part) == len(found) else None


def restarted(result: Result, of: Whose, standing: Iterable[BaselineRestart], until: date) -> Result:
    """The result, with the baseline in force of each of its groups, where one was started anew of exactly that part.

    of: what all of it is of. until: its last day; what begins later does not concern it, nor what begins before it.
    """
    known = [one for one in standing if one.content.metric == result.metric and one.content.day <= until]
    first: dict[Groups, date] = {}
    for reading in result.readings if known else ():
        first[reading.groups] = min(reading.period, first.get(reading.groups, reading.period))
    found = {
        groups: _last(known, part_of({**of, **_cells(result.by, groups)}), begins) for groups, begins in first.items()
    }
    told = {groups: one for groups, one in found.items() if one is not None}
    if not told:
        return result
    return RestartedResult(
        metric=result.metric,
        every=result.every,
        by=result.by,
        readings=result.readings,
        sql=result.sql,
        reason=result.reason,
        values=result.values,
        restarts=told,
    )


def in_force(result: Result) -> Mapping[Groups, BaselineRestart]:
    """The baselines that were started anew of a result, by group."""
    return result.restarts if isinstance(result, RestartedResult) else {}


def of_days(standing: Sequence[BaselineRestart], scope: Scope, first: date, last: date) -> tuple[BaselineRestart, ...]:
    """Those of some days that lie within a scope: of whatever metric and part."""
    return tuple(one for one in standing if first <= one.content.day <= last and sees(scope, one.content.parts))


def _cells(by: Sequence[str], groups: Groups) -> dict[str, frozenset[str | None]]:
    return {name: frozenset((value,)) for name, value in zip(by, groups, strict=True)}


def _last(known: Iterable[BaselineRestart], part: Parts | None, begins: date) -> BaselineRestart | None:
    those = [one for one in known if one.content.parts == part and one.content.day > begins]
    return max(those, key=lambda one: one.content.day, default=None)
