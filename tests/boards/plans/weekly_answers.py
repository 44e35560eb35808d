"""A company of answers by week: two teams of twenty answers each a week, so that every share is counted on fingers.

Norte has by turns 12 and 14 of 20 satisfied for ten weeks, 13 of 20 in the mean, then 6 of 20 in the week that opens a
plan. Sur has 13 of 20 in each week.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from crm_metrics.metrics.shop import Shop
from crm_metrics.office.planning import PlanAction, PlanGap, PlanTerms, WorkPlan
from tests.conftest import House

FIRST = date(2026, 1, 5)  # a Monday
EACH, BEFORE = 20, (12, 14) * 5
TRIGGER = FIRST + timedelta(days=7 * len(BEFORE))  # 16 March
BEGAN = TRIGGER + timedelta(days=7)
NOW = datetime(2026, 3, 23, 12, tzinfo=UTC)
NORTE = (("process", "service"), ("team", "Norte"))
GAP = PlanGap(metric="csat", parts=NORTE, trigger=TRIGGER, better="up", value=0.3, goal=0.7, n=EACH)
TERMS = PlanTerms(
    cause="Few people on Mondays", fix="One more", actions=(PlanAction("Hire"),), owner="Ana", due=date(2026, 6, 1),
    expected=0.25,
)  # fmt: skip
WORKS, IDLES = (18,) * 8, (12, 14) * 4


@cache
def company(house: House, since: tuple[int, ...] = (), *, late: int = 0, sur: tuple[int, ...] = ()) -> Shop:
    """since: of the answers of Norte, how many are satisfied in each week after the one that opened the plan.

    late: satisfied answers that came later, of the first week. sur: those of Sur in these weeks, 13 where not told.
    """
    norte = [*BEFORE, 6, *since]
    theirs = [13] * (len(BEFORE) + 1) + [*sur, *[13] * (len(since) - len(sur))]
    rows = [
        answer_of(f"{team}{week}-{place}", team, FIRST + timedelta(days=7 * week), 5 if place < hits else 1)
        for team, weeks in (("Norte", norte), ("Sur", theirs))
        for week, hits in enumerate(weeks)
        for place in range(EACH)
    ]
    rows += [answer_of(f"late{place}", "Norte", FIRST, 5) for place in range(late)]
    through = FIRST + timedelta(days=7 * len(norte) - 1)
    loaded = datetime(through.year, through.month, through.day, 12, tzinfo=UTC) + timedelta(days=1)
    return house({"survey": rows}, through=through, loaded_at=loaded)


def plan(state: str = "draft", *, terms: PlanTerms = TERMS, gap: PlanGap = GAP, **more: Any) -> WorkPlan:
    """A plan as it is kept."""
    usual = {"opened_by": "Ana", "opened_at": NOW, "changed_at": NOW}
    return WorkPlan(id="1", version=1, state=state, gap=gap, terms=terms, **{**usual, **more})


def answer_of(key: str, team: str, week: date, score: int) -> dict[str, Any]:
    """An answer of a team in a week."""
    at = datetime(week.year, week.month, week.day, 15, tzinfo=UTC) + timedelta(days=2)
    whose = {"survey_id": key, "instrument": "csat", "customer_id": "ana", "process": "service", "team": team}
    return {**whose, "sent_at": at, "responded_at": at, "score": score, "scale_min": 1, "scale_max": 5}
