"""One objective as it was declared: of what, for whom, since when, and who said so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from crm_metrics.metrics.goals.cascade import Goal

SCOPES = ("process", "team", "agent", "tier", "touchpoint")
WRITTEN, BROUGHT, SET = "targets.csv", "target", "page"  # where it comes from: the file, the table, the page


@dataclass(frozen=True, kw_only=True)
class Target:
    """One goal as declared."""

    metric: str
    """What it is a goal of: a metric, or the forecast of one."""

    cadence: str
    """The periods that it is of."""

    scope: tuple[str | None, ...]
    """For whom, in the order of SCOPES; None for all."""

    goal: Goal
    """What should be reached."""

    valid_from: date
    """The first day on which it holds."""

    valid_to: date | None
    """The first day on which it no longer does; None where none is set."""

    origin: str = WRITTEN
    """Where it comes from: WRITTEN, BROUGHT or SET."""

    minimum: float | None = None
    """What is just enough, where somebody set it."""

    excellent: float | None = None
    """What is more than good, where somebody set it."""

    author: str = ""
    """Who set it on the page; "" where a file brought it."""

    at: datetime | None = None
    """When it was set, in UTC; None where a file brought it."""

    @property
    def specific(self) -> tuple[int, tuple[bool, ...]]:
        """How narrow its scope is: by the number of its parts, then agent before team before the rest."""
        process, team, agent, tier, touchpoint = (part is not None for part in self.scope)
        return sum(part is not None for part in self.scope), (agent, team, touchpoint, tier, process)

    def holds(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


Declared = Mapping[tuple[str, str], tuple[Target, ...]]


def indexed(targets: Iterable[Target]) -> Declared:
    """Targets by what they are of and their cadence."""
    targets_of: dict[tuple[str, str], list[Target]] = {}
    for target in targets:
        targets_of.setdefault((target.metric, target.cadence), []).append(target)
    return {key: tuple(those) for key, those in targets_of.items()}
