"""The objectives of a metric from the company over its processes down to the teams, and what the parts add up to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from crm_metrics.access import Scope
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.goals.cascade import divided
from crm_metrics.metrics.goals.target import Target
from crm_metrics.metrics.goals.targets import declared_of, target_for
from crm_metrics.office.objectives import sees
from crm_metrics.warehouse.roster import areas
from crm_metrics.warehouse.store import Warehouse


@dataclass(frozen=True)
class ObjectiveBranch:
    """A part of the company that has an objective of its own: all of it, a process, or a team."""

    process: str
    team: str
    target: Target

    @property
    def place(self) -> tuple[str, str]:
        """What it is of: its process and team, "" for all of them."""
        return self.process, self.team


@dataclass(frozen=True)
class Adding:
    """A whole beside its parts: what each asks, and how much more the parts ask together."""

    whole: ObjectiveBranch
    parts: tuple[ObjectiveBranch, ...]

    @property
    def together(self) -> Decimal:
        """What the parts add up to."""
        return sum((Decimal(str(one.target.goal.goal)) for one in self.parts), Decimal(0))

    @property
    def more(self) -> Decimal:
        """The sum of the parts less the whole; below nought where they ask less."""
        return self.together - Decimal(str(self.whole.target.goal.goal))


def branches(warehouse: Warehouse, metric: Metric, day: date, scope: Scope) -> tuple[ObjectiveBranch, ...]:
    """The parts that have an objective on a day and that a reader sees as a whole: the company, then each process with
    its teams."""
    area_of = areas(warehouse)
    places = {
        (one.scope[0] or metric.process or "", one.scope[1] or "")
        for one in declared_of(warehouse, metric)
        if one.holds(day) and one.scope[2:] == (None, None, None)
    }
    found = []
    for process, team in sorted(places):
        if not sees(scope, process, team, area_of.get(team, "")):
            continue
        target = target_for(warehouse, metric, day, process=process or None, team=team or None)
        if target is not None:
            found.append(ObjectiveBranch(process, team, target))
    return tuple(found)


def added(metric: Metric, known: tuple[ObjectiveBranch, ...]) -> tuple[Adding, ...]:
    """Each whole of an additive metric that has parts with objectives: the company its processes, these their teams.

    A rate, a mean, a stock or a distinct count of a whole is no sum of its parts: nothing is added there.
    """
    if not divided(metric):
        return ()
    whole = {one.place: one for one in known}
    parts: dict[tuple[str, str], list[ObjectiveBranch]] = {}
    for one in known:
        above = [place for place in ((one.process, ""), ("", "")) if place != one.place and place in whole]
        if above:
            parts.setdefault(above[0], []).append(one)
    return tuple(Adding(whole[place], tuple(those)) for place, those in sorted(parts.items()))
