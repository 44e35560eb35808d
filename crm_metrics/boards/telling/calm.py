"""What may be said where nothing asks for attention: only of the teams, cases and customers that were looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from crm_metrics.boards.telling.grounds import Ground, of_count
from crm_metrics.boards.telling.sentences import Claim, claim


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """The open cases of a day, by what is known of their customers."""

    state: Literal["known", "absent", "rows"]
    """absent: the cases of that day are not loaded; rows: some were left out."""
    valued: int = 0
    """Those of customers of value."""
    tiered: int = 0
    """Those whose customer has a tier."""
    all: int = 0
    """All of them."""


@dataclass(frozen=True)
class LookedAt:
    """What a day was looked through for: how many teams could be judged, and which cases wait."""

    teams: int
    waiting: Waiting | None
    """None where the reader's processes have no cases that wait."""


def calm(looked: LookedAt, days: int) -> tuple[Claim, ...]:
    """The headline, then what was looked at and found calm, or not looked at. days: from when on a case is old."""
    said = [_teams(looked.teams)]
    said += [_waiting(looked.waiting, days)] if looked.waiting is not None else []
    known = [one for one in said if one.rests_on]
    rests = tuple(ground for one in known for ground in one.rests_on)
    if not known:
        return (claim("attend_unknown"), *said)
    return (claim("attend_nothing" if len(known) == len(said) else "attend_nothing_known", rests), *said)


def _teams(teams: int) -> Claim:
    if not teams:
        return claim("teams_unjudged")
    return claim("teams_calm" if teams > 1 else "team_calm", of_count("team", teams), teams=teams)


def _waiting(waiting: Waiting, days: int) -> Claim:
    rests = (Ground("work_item", "judged"),)
    if waiting.state == "absent":
        return claim("waits_unmeasured")
    if waiting.state == "rows":
        return claim("waits_incomplete")
    if not waiting.all:
        return claim("no_open_case", rests)
    if not waiting.tiered:
        return claim("waits_without_tier")
    if waiting.tiered < waiting.all:
        return _of_some(waiting, days)
    if not waiting.valued:
        return claim("no_valued_case", rests)
    return claim("nobody_waits" if waiting.valued > 1 else "one_waits_little", rests, open=waiting.valued, days=days)


def _of_some(waiting: Waiting, days: int) -> Claim:
    """Where some open cases do not tell their customer's tier, the sentence speaks of those that do."""
    rests = (Ground("work_item", "judged"),)
    counts = {"known": waiting.tiered, "all": waiting.all}
    if not waiting.valued:
        return claim("no_valued_of_known", rests, **counts)
    return claim("nobody_waits_of_known", rests, open=waiting.valued, days=days, **counts)
