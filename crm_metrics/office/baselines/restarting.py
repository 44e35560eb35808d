"""A baseline started anew: of which number, from which day and why, and who may do it. It knows no database."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from crm_metrics.access import PROCESSES, Reader
from crm_metrics.errors import QuestionError
from crm_metrics.office.notes.noting import reason_of
from crm_metrics.office.planning import Parts, sees
from crm_metrics.periods import Period
from crm_metrics.words import mark

DIMENSIONS = ("process", "team", "touchpoint", "tier")  # of which a number is one value, or all of them
LONGEST = 300  # letters of a reason
LONGEST_NAME = 200  # letters of a part, of a reader
LONGEST_ID = 100  # letters of the id of a metric
NOTE = re.compile(r"[0-9a-f]{32}|")  # the id of a note


@dataclass(frozen=True, kw_only=True)
class RestartContent:
    """What somebody starts anew."""

    metric: str
    """The id of the metric."""
    parts: Parts = ()
    """Of which process, team, touchpoint and tier, one of each at most; empty for the whole company."""
    day: date
    """The first day of the new baseline."""
    why: str
    """What changed for good."""
    note: str = ""
    """The id of the note that tells of it; "" without one."""

    @property
    def subject(self) -> str:
        """What two baselines share that are of one number."""
        return "|".join([self.metric, *(f"{name}={value}" for name, value in sorted(self.parts))])


@dataclass(frozen=True, kw_only=True)
class BaselineRestart:
    """A baseline that was started anew, as it is kept: for good, also where it was withdrawn."""

    id: str
    """Its own for good."""
    version: int
    """How often it was written."""
    content: RestartContent
    """What it says."""
    author: str
    """Who started it, by the name of a reader."""
    started_at: datetime
    """When that was written, in UTC."""
    withdrawn_by: str = ""
    """Who withdrew it; "" while it stands."""
    withdrawn_at: datetime | None = None
    """When, in UTC."""
    withdrawn_why: str = ""
    """Why."""

    @property
    def stands(self) -> bool:
        """Whether the limits are of the points since."""
        return self.withdrawn_at is None


class RestartChangedError(QuestionError):
    """Somebody wrote a baseline of the number after it was read; `restart` is what it is now."""

    restart: BaselineRestart

    def __init__(self, restart: BaselineRestart) -> None:
        stands = mark(
            "{name} started this baseline anew meanwhile, so nothing of yours was saved. Look at it and do it again."
        )
        gone = mark(
            "{name} withdrew this baseline meanwhile, so nothing of yours was saved. Look at it and do it again."
        )
        who = restart.author if restart.stands else restart.withdrawn_by
        super().__init__(stands if restart.stands else gone, name=who)
        self.restart = restart


def may_restart(reader: Reader, parts: Parts, named: Collection[str]) -> bool:
    """Whether a reader may start the baseline of these parts anew. named: who answers for the metric or its parts.

    It is who answers for the metric, the team or the process, or who may found the company; and only of what lies
    within the reader's own part.
    """
    return (reader.founds or reader.name in named) and sees(reader.scope, parts)


def checked(content: RestartContent) -> RestartContent:
    """A content as it is kept. Raises QuestionError where it has no reason, or is of no one number."""
    why = reason_of(content.why, mark("A new baseline needs its reason: say what changed for good."), LONGEST)
    parts = tuple(sorted(set(content.parts)))
    if strange := [name for name, _ in parts if name not in DIMENSIONS]:
        raise QuestionError("A baseline is not started anew of {word}.", word=strange[0])
    if strange := [value for name, value in parts if name == "process" and value not in PROCESSES]:
        raise QuestionError("A baseline is not started anew of {word}.", word=strange[0])
    if len({name for name, _ in parts}) < len(parts):
        raise QuestionError("A baseline is started anew of one process, team, touchpoint or tier, not of several.")
    if not 0 < len(content.metric) <= LONGEST_ID or not all(0 < len(value) <= LONGEST_NAME for _, value in parts):
        raise QuestionError("There is no such number to start a baseline of.")
    if not NOTE.fullmatch(content.note):
        raise QuestionError("There is no such note any more: choose another one, or none.")
    return replace(content, why=why, parts=parts)


def placed(content: RestartContent, days: Period) -> RestartContent:
    """The same content. Raises QuestionError where its day is none of the days of the data, or the first of them."""
    if content.day > days.last:
        raise QuestionError("The data of this number reach to {day}: a baseline begins by then.", day=days.last)
    if content.day <= days.first:
        raise QuestionError(
            "The data of this number begin on {day}: a baseline that begins by then leaves out nothing.", day=days.first
        )
    return content
