"""A company with answers alone: two teams of service, of which one satisfies fewer customers week after week."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from crm_metrics.metrics.shop import Shop
from tests.conftest import House

FIRST, LAST = date(2026, 2, 9), date(2026, 11, 15)  # forty weeks, Monday to Sunday
WEEK, SINCE = date(2026, 11, 9), date(2026, 10, 19)  # the week shown, and the first day of its four
GOAL = 0.8
Record = dict[str, Any]
# Of the 20 that answer a team in a week South satisfies 16; North 18, and in the last thirteen weeks 17, 16, … 5.
ANSWERS = """
insert into main.survey (survey_id, instrument, customer_id, process, touchpoint_id, agent_id, team, sent_at,
  responded_at, score, scale_min, scale_max)
select team || week || '-' || place, 'csat', 'c' || place % 2, 'service', 't1', team, team,
  sent, sent + interval 2 hour,
  case when place < case team when 'Sur' then 16 else 18 - greatest(week - 26, 0) end then 5 else 1 end, 1, 5
from (select *, ($first::date + (7 * week + place % 5)::integer)::timestamptz + interval 15 hour as sent
  from range(40) weeks(week), range(20) places(place), (values ('Norte'), ('Sur')) teams(team))
"""


def company(house: House, *, goal: float | None = GOAL) -> Shop:
    """Forty answers a week, half of either team, and of either tier in each; by telephone, all at one touchpoint."""
    aim = {"metric": "csat", "cadence": "week", "process": "service", "goal": goal, "valid_from": FIRST}
    tables: dict[str, list[Record]] = {
        "customer": [{"customer_id": "c0", "value_tier": "high"}, {"customer_id": "c1", "value_tier": "low"}],
        "touchpoint": [{"touchpoint_id": "t1", "name": "Línea", "process": "service", "channel": "phone"}],
        "agent": [
            {"agent_id": team, "name": team, "team": team, "area": "Atención", "process": "service"}
            for team in ("Norte", "Sur")
        ],
        "survey": [],
        "target": [] if goal is None else [aim],
    }
    shop = house(tables, first=FIRST, through=LAST, loaded_at=datetime(2026, 11, 16, 12, tzinfo=UTC))
    shop.connection.execute(ANSWERS, {"first": FIRST})
    return shop
