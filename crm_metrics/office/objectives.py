"""An objective that somebody sets: its level, validity and bands, and what they may be. It knows no database."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from math import isfinite

from crm_metrics.access import EVERYTHING, LEVELS, Reader, Scope
from crm_metrics.errors import QuestionError
from crm_metrics.words import mark


@dataclass(frozen=True, kw_only=True)
class Bands:
    """What an objective asks: what is just enough, good, and excellent, in the metric's unit."""

    good: float
    minimum: float | None = None
    excellent: float | None = None

    def checked(self, better: str) -> Bands:
        """The same bands. Raises QuestionError where they are not in the order in which the metric gets better."""
        given = [one for one in (self.minimum, self.good, self.excellent) if one is not None]
        if not all(map(isfinite, given)):
            raise QuestionError("An objective is a number.")
        if better == "up" and given != sorted(given):
            raise QuestionError("More is better here: write minimum ≤ good ≤ excellent.")
        if better == "down" and given != sorted(given, reverse=True):
            raise QuestionError("Less is better here: write minimum ≥ good ≥ excellent.")
        if better == "band" and self.excellent is not None:
            raise QuestionError("This metric is best within a band: it has no excellent beyond the good.")
        return replace(self, good=float(self.good))


@dataclass(frozen=True, kw_only=True)
class Aim:
    """What an objective is of: a metric of the company, of a process or of a team, from a month on."""

    metric: str
    """The id of the metric."""
    process: str = ""
    """The process; "" for the whole company."""
    team: str = ""
    """The team; "" for all of them."""
    valid_from: date
    """The first day of the month from which it holds."""
    valid_to: date | None = None
    """The first day of the month from which it no longer holds; None without an end."""

    def checked(self) -> Aim:
        """The same aim. Raises QuestionError where its months are none."""
        ends = self.valid_to
        if self.valid_from.day != 1 or (ends is not None and (ends.day != 1 or ends <= self.valid_from)):
            raise QuestionError("An objective holds from the first day of a month, and ends with a later month.")
        return self


@dataclass(frozen=True, kw_only=True)
class SetObjective:
    """An objective as it is kept."""

    id: str
    """Its own for good."""
    version: int
    """How often it was written."""
    aim: Aim
    """What it is of."""
    bands: Bands
    """What it asks."""
    author: str
    """Who wrote it last, by the name of a reader."""
    changed_at: datetime
    """When it was last written, in UTC."""

    @property
    def tolerance(self) -> float:
        """How far from good the minimum lies: the amber band of the boards."""
        return abs(self.bands.good - self.bands.minimum) if self.bands.minimum is not None else 0.0


@dataclass(frozen=True, kw_only=True)
class ObjectiveChange:
    """One line of the history of objectives."""

    at: datetime
    """When, in UTC."""
    author: str
    """Who, by the name of a reader."""
    did: str
    """ "created", "changed" or "deleted"."""
    aim: Aim
    """What it is of."""
    before: Bands | None
    """What it asked before; None of a new one."""
    after: Bands | None
    """What it asks since; None of one that was withdrawn."""


class ObjectiveChangedError(QuestionError):
    """Somebody wrote an objective after it was read; `objective` is what it is now."""

    objective: SetObjective

    def __init__(self, objective: SetObjective) -> None:
        super().__init__(
            mark(
                "{name} changed this objective meanwhile, so nothing of yours was saved. It is shown as it is now: look"
                " at it and save again."
            ),
            name=objective.author,
        )
        self.objective = objective


def may_set(reader: Reader) -> bool:
    """Whether a reader sets objectives at all: who leads a board of weeks or months, or founds the company."""
    return reader.founds or LEVELS.index(reader.level) >= 1


def may_set_of(reader: Reader, process: str, team: str) -> bool:
    """Whether a reader sets the objectives of a part: only of one that the reader sees as a whole."""
    return may_set(reader) and sees(reader.scope, process, team)


def sees(scope: Scope, process: str, team: str, area: str = "") -> bool:
    """Whether a reader sees a part as a whole: nothing of it lies beyond the scope."""
    if scope == EVERYTHING:
        return True
    if scope.agents is not None:
        return False
    if scope.processes is not None and process not in scope.processes:
        return False
    if scope.areas is not None and area not in scope.areas:
        return False
    return scope.teams is None or team in scope.teams
