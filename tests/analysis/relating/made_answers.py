"""Companies of contacts and answers as a test writes them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from crm_metrics.analysis.relating.relations import relate
from crm_metrics.analysis.relating.verdicts import Relation
from crm_metrics.metrics import CATALOGUE
from crm_metrics.warehouse.store import Warehouse

NOON = datetime(2026, 3, 2, 17, tzinfo=UTC)
AHT = CATALOGUE["average_handle_time"]
SHAPES = ("survey", "interaction", "calendar_day")
SINCE, UNTIL = date(2026, 1, 1), date(2026, 12, 31)
Row = dict[str, Any]


def contact(key: str, at: datetime, seconds: int, **more: Any) -> Row:
    usual = {"process": "service", "touchpoint_id": "line", "direction": "inbound", "disposition": "handled"}
    times = {"offered_at": at, "answered_at": at, "ended_at": at + timedelta(seconds=seconds), "talk_seconds": seconds}
    return {"interaction_id": key, **usual, "customer_id": f"c{key}", "team": "Uno", "agent_id": "a", **times, **more}


def answer(key: str, at: datetime, score: int, **more: Any) -> Row:
    usual = {"instrument": "csat", "relationship": False, "scale_min": 1, "scale_max": 5, "customer_id": f"c{key}"}
    return {"survey_id": f"s{key}", **usual, "sent_at": at, "responded_at": at, "score": score, **more}


def rows(count: int = 120, *, linked: bool = True, **more: Any) -> Mapping[str, list[Row]]:
    """Contacts of 100 or 400 s by turns; of the short ones 5 of 6 satisfy, of the long ones 3 of 6; 11 a day."""
    contacts, answers = [], []
    for place in range(count):
        at, long = NOON + timedelta(days=place // 11, minutes=place), place % 2 == 1
        happy = (place // 2) % 6 < (3 if long else 5)
        key = f"{place:04}"
        contacts.append(contact(key, at, 400 if long else 100, **more))
        link = {"interaction_id": key} if linked else {}
        answers.append(answer(key, at, 5 if happy else 2, process="service", team=contacts[-1]["team"], **link))
    return {"interaction": contacts, "survey": answers}


def ask(shop: Warehouse, metric: str = "average_handle_time", with_: str = "csat", **more: Any) -> Relation:
    given = {"since": SINCE, "until": UNTIL, **more}
    (found,) = relate(shop, [CATALOGUE[metric]], with_, **given)
    return found


def weeks(teams: int, count: int) -> Mapping[str, list[Row]]:
    """Teams over weeks of a contact and 30 answers; in slow weeks (120 s more) 9 fewer answers satisfy."""
    contacts, answers = [], []
    monday, random = datetime(2025, 1, 6, 15, tzinfo=UTC), Random(3)
    for week in range(count):
        for team in range(teams):
            slow, at = random.random() < 0.4, monday + timedelta(weeks=week)
            seconds = 300 + 100 * team + (120 if slow else 0)
            contacts.append(contact(f"{week:02}{team}", at, seconds, team=f"T{team}", agent_id=f"a{team}"))
            for place in range(30):
                happy = place < (15 if slow else 24)
                key = f"{week:02}{team}{place:02}"
                answers.append(answer(key, at, 5 if happy else 1, process="service", team=f"T{team}"))
    return {"interaction": contacts, "survey": answers}


def over_weeks(shop: Warehouse, count: int, **more: Any) -> Relation:
    monday = date(2025, 1, 6)
    return ask(shop, since=monday, until=monday + timedelta(weeks=count, days=-1), **more)
