"""A company of deals by week: each week 20 of Norte are decided, so that a share won is counted on fingers.

By turns 8 and 10 of 20 are won for ten weeks, 9 in the mean, then 4 in the week that opens a plan. Of the deals won in
a week one half brought 100 and the other 300 each, so that one brings 200 in the mean.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from crm_metrics.metrics.shop import Shop
from crm_metrics.office.planning import PlanAction, PlanGap, PlanTerms
from tests.boards.plans.weekly_answers import BEFORE as WEEKS
from tests.boards.plans.weekly_answers import FIRST, TRIGGER
from tests.conftest import House

EACH, BEFORE = 20, (8, 10) * 5
assert len(BEFORE) == len(WEEKS)
PARTS = (("process", "sales"), ("team", "Norte"))
GAP = PlanGap(metric="win_rate", parts=PARTS, trigger=TRIGGER, better="up", value=0.2, goal=0.5, n=EACH)
TERMS = PlanTerms(
    cause="Late quotes", fix="A quote the same day", actions=(PlanAction("Templates"),), owner="Ana",
    due=date(2026, 6, 1), expected=0.25,
)  # fmt: skip
WORKS, IDLES = (16,) * 4, (8, 10) * 4


@cache
def company(house: House, since: tuple[int, ...] = (), *, told: bool = True) -> Shop:
    """since: how many are won in each week after the one that opened the plan. told: whether deals say their amount."""
    weeks = [*BEFORE, 4, *since]
    rows = [
        _deal(f"{week}-{place}", FIRST + timedelta(days=7 * week), 1 + place % 2 * 2 if place < won else 0, told=told)
        for week, won in enumerate(weeks)
        for place in range(EACH)
    ]
    through = FIRST + timedelta(days=7 * len(weeks) - 1)
    loaded = datetime(through.year, through.month, through.day, 12, tzinfo=UTC) + timedelta(days=1)
    return house({"work_item": rows}, through=through, loaded_at=loaded)


def _deal(key: str, week: date, hundreds: int, *, told: bool) -> dict[str, Any]:
    at = datetime(week.year, week.month, week.day, 15, tzinfo=UTC) + timedelta(days=2)
    ended = {"outcome": "won" if hundreds else "lost", "amount": 100 * hundreds if hundreds and told else None}
    whose = {"work_item_id": key, "process": "sales", "kind": "opportunity", "customer_id": "ana", "team": "Norte"}
    return {**whose, "status": "closed", "opened_at": at, "closed_at": at + timedelta(hours=1), **ended}
