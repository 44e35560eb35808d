"""What a new baseline may be, and who may start it, each case by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from crm_metrics.access import RIGHTS, Reader, Scope
from crm_metrics.errors import QuestionError
from crm_metrics.office.baselines.restarting import (
    BaselineRestart,
    RestartChangedError,
    RestartContent,
    checked,
    may_restart,
    placed,
)
from crm_metrics.periods import Period

MONDAY = date(2026, 8, 3)
DATA = Period(date(2026, 1, 1), date(2026, 1, 1), date(2026, 11, 20))
TEAM = (("process", "service"), ("team", "Chat"))
CONTENT = RestartContent(metric="csat", parts=TEAM, day=MONDAY, why="New script")


def test_a_reason_is_one_line_and_parts_are_in_order() -> None:
    kept = checked(replace(CONTENT, why="  New\n script ", parts=(TEAM[1], TEAM[0], TEAM[0])))
    assert kept == CONTENT
    assert kept.subject == "csat|process=service|team=Chat"
    assert replace(CONTENT, parts=()).subject == "csat"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"why": " \n"}, "needs its reason"),
        ({"why": "x" * 301}, "has 301 letters; 300 are the most"),
        ({"parts": (("channel", "phone"),)}, "not started anew of channel"),
        ({"parts": (("process", "cooking"),)}, "not started anew of cooking"),
        ({"parts": (("team", "Chat"), ("team", "Voz"))}, "of one process, team, touchpoint or tier, not of several"),
        ({"parts": (("team", ""),)}, "no such number"),
        ({"metric": ""}, "no such number"),
        ({"note": "that one"}, "no such note"),
    ],
)
def test_what_is_no_baseline_is_refused_with_the_reason(changes: dict[str, object], said: str) -> None:
    with pytest.raises(QuestionError, match=said):
        checked(replace(CONTENT, **changes))  # type: ignore[arg-type]


def test_a_day_after_the_data_or_before_them_is_refused() -> None:
    for day in (date(2026, 11, 20), date(2026, 1, 2)):
        assert placed(replace(CONTENT, day=day), DATA).day == day
    with pytest.raises(QuestionError, match="reach to 2026-11-20"):
        placed(replace(CONTENT, day=date(2026, 11, 21)), DATA)
    for day in (date(2026, 1, 1), date(2025, 12, 31)):
        with pytest.raises(QuestionError, match="begin on 2026-01-01"):
            placed(replace(CONTENT, day=day), DATA)


@pytest.mark.parametrize(
    ("reader", "may"),
    [
        (Reader("Ana", "supervisor", rights=RIGHTS), True),  # founds the company
        (Reader("Beto", "supervisor"), True),  # answers for it
        (Reader("Beto", "supervisor", Scope(teams=("Chat",))), True),
        (Reader("Beto", "supervisor", Scope(teams=("Voz",))), False),
        (Reader("Ana", "executive", Scope(processes=("sales",)), RIGHTS), False),
        (Reader("Caro", "executive"), False),
    ],
)
def test_who_answers_or_founds_the_company_may_within_the_own_part(reader: Reader, *, may: bool) -> None:
    assert may_restart(reader, TEAM, {"Beto"}) is may


def test_who_is_bound_to_a_team_may_not_start_the_whole_company_anew() -> None:
    bound = Reader("Beto", "supervisor", Scope(teams=("Chat",)), RIGHTS)
    assert not may_restart(bound, (), {"Beto"})
    assert not may_restart(bound, (("process", "service"),), {"Beto"})


def test_who_comes_second_is_told_who_was_first_and_what_was_done() -> None:
    now = datetime(2026, 11, 20, tzinfo=UTC)
    stands = BaselineRestart(id="1", version=1, content=CONTENT, author="Ana", started_at=now)
    gone = replace(stands, withdrawn_by="Beto", withdrawn_at=now, withdrawn_why="a mistake")
    assert (stands.stands, gone.stands) == (True, False)
    assert "Ana started this baseline anew meanwhile" in str(RestartChangedError(stands))
    assert "Beto withdrew this baseline meanwhile" in str(RestartChangedError(gone))
