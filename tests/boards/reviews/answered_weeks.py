"""A company of answers by week, so that every share is counted on fingers: two teams of twenty answers each a week.

Norte has by turns 12 and 14 of 20 satisfied for ten weeks, then 6 of 20 in the week that is reviewed. Sur has 13 of 20
in each week. So that week has 19 of 40, 47.5 %, in the whole company.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from crm_metrics.metrics.shop import Shop
from tests.conftest import House

FIRST = date(2026, 1, 5)  # a Monday
EACH, BEFORE = 20, (12, 14) * 5
MONDAY = FIRST + timedelta(days=7 * len(BEFORE))  # 16 March, of the week that is reviewed
SUNDAY = MONDAY + timedelta(days=6)
NORTE = (("team", "Norte"),)


@cache
def company(house: House, since: int = 0, *, late: int = 0, version: int = 1, hits: int = 6) -> Shop:
    """since: how many weeks came after the one that is reviewed, all of Norte satisfied. late: satisfied answers of
    Norte that came later, of the week that is reviewed itself. version: the number of these data. hits: how many of
    Norte are satisfied in that week."""
    norte = [*BEFORE, hits, *[EACH] * since]
    rows = [
        _answer(f"{team}{week}-{place}", team, FIRST + timedelta(days=7 * week), 5 if place < satisfied else 1)
        for team, weeks in (("Norte", norte), ("Sur", [13] * len(norte)))
        for week, satisfied in enumerate(weeks)
        for place in range(EACH)
    ]
    rows += [_answer(f"late{place}", "Norte", MONDAY, 5) for place in range(late)]
    through = FIRST + timedelta(days=7 * len(norte) - 1)
    loaded = datetime(through.year, through.month, through.day, 12 + version, tzinfo=UTC) + timedelta(days=1)
    return replace(house({"survey": rows, "agent": AGENTS}, through=through, loaded_at=loaded), version=version)


AGENTS = [
    {"agent_id": f"a-{team}", "name": f"Persona {team}", "team": team, "area": "Servicio", "process": "service"}
    for team in ("Norte", "Sur")
]


def _answer(key: str, team: str, week: date, score: int) -> dict[str, Any]:
    at = datetime(week.year, week.month, week.day, 15, tzinfo=UTC) + timedelta(days=2)
    whose = {"survey_id": key, "instrument": "csat", "customer_id": "cliente-ana", "process": "service", "team": team,
             "agent_id": f"a-{team}"}  # fmt: skip
    return {**whose, "sent_at": at, "responded_at": at, "score": score, "scale_min": 1, "scale_max": 5}
