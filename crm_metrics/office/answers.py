"""Who answers for a metric, a process or a team: what of it is kept, and what a name may be. It knows no database."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from crm_metrics.errors import QuestionError

METRIC, PROCESS, TEAM = "metric", "process", "team"
KINDS = (METRIC, PROCESS, TEAM)
LONGEST = 80  # letters of a name
FARTHEST = 200  # letters of what somebody answers for


@dataclass(frozen=True, kw_only=True)
class Appointment:
    """Who answers for one thing."""

    kind: str
    """One of KINDS."""
    thing: str
    """The id of the metric or process, or the name of the team."""
    name: str
    """A person, a role, an area: any text."""
    version: int
    """How often it was written; 0 where it never was."""


def tidy(name: str) -> str:
    """A name as it is kept: one line, without signs that nobody sees; "" for nobody."""
    told = " ".join("".join(one if one.isprintable() else " " for one in unicodedata.normalize("NFC", name)).split())
    if len(told) > LONGEST:
        raise QuestionError("The name has {n} letters; {most} are the most. Shorten it.", n=len(told), most=LONGEST)
    return told
