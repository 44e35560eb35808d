"""A company of cases by week, by hand: the work of one team changed for good in the eleventh week."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from crm_metrics.access import Reader
from crm_metrics.metrics.shop import Shop
from crm_metrics.office.baselines.register import BaselineRegister
from crm_metrics.office.baselines.restarting import BaselineRestart, RestartContent
from crm_metrics.office.database import OfficeDatabase
from crm_metrics.office.planning import Parts
from crm_metrics.periods import Period
from tests.conftest import houses

MONDAY = date(2026, 6, 1)
AUGUST = MONDAY + timedelta(weeks=10)  # the tenth of August
LAST = MONDAY + timedelta(weeks=16, days=-1)  # the twentieth of September
CHAT = [19, 21] * 5 + [29, 31] * 3  # cases of the team Chat a week: 20 ± 5.32, then 30 ± 5.32
VOZ = [10, 12] * 8
DATA = Period(MONDAY, MONDAY, LAST)
OF_CHAT = (("process", "service"), ("team", "Chat"))
ANA = Reader("Ana", "executive", rights=("founds",))
Start = Callable[..., BaselineRestart]


def case(team: str, week: int, number: int) -> dict[str, object]:
    at = datetime.combine(MONDAY + timedelta(weeks=week), datetime.min.time(), UTC) + timedelta(hours=15)
    return {
        "work_item_id": f"{team}{week}.{number}", "process": "service", "kind": "request", "customer_id": "c1",
        "team": team, "agent_id": team, "opened_at": at, "first_resolved_at": at, "closed_at": at, "status": "closed",
        "outcome": "resolved",
    }  # fmt: skip


@pytest.fixture(scope="session")
def read_only() -> Iterator[Shop]:
    """The company, made once."""
    cases = [
        case(team, week, number)
        for team, weeks in (("Chat", CHAT), ("Voz", VOZ))
        for week, count in enumerate(weeks)
        for number in range(count)
    ]
    agents = [
        {"agent_id": one, "name": one, "team": one, "area": "Uno", "process": "service"} for one in ("Chat", "Voz")
    ]
    rows = {"work_item": cases, "agent": agents, "customer": [{"customer_id": "c1"}]}
    with houses() as make:
        yield make(rows, first=MONDAY, through=LAST)


@pytest.fixture
def company(read_only: Shop, office: OfficeDatabase) -> Shop:
    """The company, with an empty database of what people keep beside it."""
    assert not office.place.begun
    return read_only


@pytest.fixture
def start(office: OfficeDatabase) -> Start:
    """Start a baseline anew: by part, day and metric."""

    def started(
        parts: Parts, day: date = AUGUST, metric: str = "cases_opened", why: str = "New script"
    ) -> BaselineRestart:
        register = BaselineRegister(office, ANA)
        content = RestartContent(metric=metric, parts=parts, day=day, why=why)
        return register.start(content, DATA)

    return started
