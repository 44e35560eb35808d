"""Which plans ask whom for a look first: what is late climbs a level, and another two weeks later."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from crm_metrics.boards.plans.facts import achieved, asks, failed, late, reaches
from crm_metrics.office.planning import OPEN, STATES
from tests.boards.plans.weekly_answers import GAP, NOW, TERMS, plan

DUE = date(2026, 6, 1)
TEAM, PROCESS, WHOLE = GAP.parts, GAP.parts[:1], ()
LEVELS = ("supervisor", "manager", "executive")


@pytest.mark.parametrize("state", STATES)
def test_a_plan_is_late_once_its_due_date_has_passed_while_it_is_open(state: str) -> None:
    assert late(plan(state), DUE) is None
    by = late(plan(state), DUE + timedelta(days=3))
    assert by == (timedelta(days=3) if state in OPEN else None)


def test_a_draft_without_a_date_is_late_after_two_weeks() -> None:
    draft = plan(terms=replace(TERMS, due=None))
    opened = NOW.date()
    assert late(draft, opened + timedelta(days=14)) is None
    assert late(draft, opened + timedelta(days=15)) == timedelta(days=1)
    assert late(plan("agreed", terms=replace(TERMS, due=None)), opened + timedelta(days=99)) is None


@pytest.mark.parametrize(
    ("parts", "days", "shown"),
    [
        (TEAM, 0, ()),
        (TEAM, 1, ("supervisor", "manager")),
        (TEAM, 14, ("supervisor", "manager")),
        (TEAM, 15, ("supervisor", "manager", "executive")),
        (PROCESS, 1, ("manager", "executive")),
        (WHOLE, 20, ("executive",)),
    ],
)
def test_a_late_plan_climbs(parts: tuple[tuple[str, str], ...], days: int, shown: tuple[str, ...]) -> None:
    running = plan("running", gap=replace(GAP, parts=parts))
    today = DUE + timedelta(days=days)
    assert tuple(level for level in LEVELS if asks(running, level, today)) == shown
    if shown:
        assert reaches(running, today) == shown[-1]


@pytest.mark.parametrize(
    ("state", "first"), [("worse", True), ("no_effect", True), ("confirmed", False), ("not_yet", False)]
)
def test_what_failed_stands_first_for_four_weeks_and_climbs_too(state: str, first: bool) -> None:
    ended = plan(state, judged_at=datetime(2026, 5, 4, 9, tzinfo=UTC))
    assert failed(ended, date(2026, 6, 1)) == first  # 28 days later
    assert not failed(ended, date(2026, 6, 2))
    assert asks(ended, "manager", date(2026, 5, 11)) == first
    assert not asks(ended, "executive", date(2026, 5, 11))


@pytest.mark.parametrize(("state", "told"), [("confirmed", True), ("no_effect", False), ("running", False)])
def test_what_worked_is_told_of_for_four_weeks(state: str, told: bool) -> None:
    ended = plan(state, judged_at=datetime(2026, 5, 4, 9, tzinfo=UTC))
    assert achieved(ended, date(2026, 6, 1)) == told  # 28 days later
    assert not achieved(ended, date(2026, 6, 2))
    assert not achieved(plan(state), date(2026, 6, 1))  # no verdict yet


def test_data_that_run_ahead_of_the_clock_let_a_failure_stand_first_too() -> None:
    """Judged on 4 May by the week of 1 June, as a company of examples has it whose data end later."""
    ended = plan("no_effect", judged_at=datetime(2026, 5, 4, 9, tzinfo=UTC), told={"through": "2026-06-01"})
    assert failed(ended, date(2026, 7, 5))  # 28 days after that week was over
    assert not failed(ended, date(2026, 7, 6))
