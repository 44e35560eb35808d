"""What of a number may be started anew: its one part, the days of its data, who answers, and what was done before."""

from __future__ import annotations

from datetime import date

import pytest

from crm_metrics.access import Scope
from crm_metrics.boards.answering.starting import RestartableNumber, restartable
from crm_metrics.boards.core import View
from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.shop import Shop
from crm_metrics.office.baselines.register import BaselineRegister
from crm_metrics.office.database import OfficeDatabase
from tests.boards.restarts.conftest import ANA, AUGUST, LAST, MONDAY, OF_CHAT, Start

CASES = CATALOGUE["cases_opened"]
TEAM = (("team", "Chat"),)


def number(company: Shop, *where: tuple[str, str | None], view: View | None = None) -> RestartableNumber | None:
    return restartable(company, CASES, where, view or View())


def test_it_is_of_its_process_and_of_what_its_rows_are(company: Shop) -> None:
    team, whole = number(company, *TEAM), number(company)
    assert team is not None and whole is not None
    assert (team.metric, team.parts, whole.parts) == ("cases_opened", OF_CHAT, (("process", "service"),))
    bound = number(company, view=View(scope=Scope(teams=("Chat",))))
    assert bound is not None and bound.parts == OF_CHAT
    asked = number(company, view=View(process="service"))
    assert asked is not None and asked.parts == (("process", "service"),)


@pytest.mark.parametrize(
    "where",
    [
        (("team", "Chat"), ("team", "Voz")),
        (("team", None),),
        (("channel", "phone"),),
        (("agent", "Chat"),),
    ],
)
def test_several_values_none_and_another_dimension_are_not_one_part(
    company: Shop, where: tuple[tuple[str, str | None], ...]
) -> None:
    assert number(company, *where) is None


def test_its_days_are_those_of_its_data(company: Shop) -> None:
    found = number(company)
    assert found is not None
    assert (found.days.first, found.days.last) == (MONDAY, LAST)


def test_who_answers_for_the_metric_the_team_or_the_process_is_named(company: Shop) -> None:
    answers = (
        ("metric", "cases_opened", "Ana"),
        ("team", "Chat", "Beto"),
        ("team", "Voz", "Caro"),
        ("process", "service", "Dora"),
        ("metric", "csat", "Eva"),
    )
    team, whole = number(company, *TEAM, view=View(answers=answers)), number(company, view=View(answers=answers))
    assert team is not None and whole is not None
    assert team.named == {"Ana", "Beto", "Dora"}
    assert whole.named == {"Ana", "Dora"}


def test_what_was_started_of_exactly_it_is_known_also_when_it_was_withdrawn(
    company: Shop, office: OfficeDatabase, start: Start
) -> None:
    first = start(OF_CHAT, date(2026, 7, 6))
    gone = BaselineRegister(office, ANA).withdraw(first, "A mistake")
    second = start(OF_CHAT, AUGUST)
    other = start((("process", "service"),), AUGUST)
    team, whole = number(company, *TEAM), number(company)
    assert team is not None and whole is not None
    assert (team.known, team.last) == ((second, gone), second)
    assert (whole.known, whole.last) == ((other,), other)
