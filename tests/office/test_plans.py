"""Work plans in the database: who sees and writes them, what ends them, and what happens when two write at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest

from crm_metrics.access import EVERYTHING, Reader, Scope
from crm_metrics.errors import QuestionError
from crm_metrics.office.database import OfficeDatabase
from crm_metrics.office.planning import (
    PlanAction,
    PlanChangedError,
    PlanDriver,
    PlanGap,
    PlanTakenError,
    PlanTerms,
    WorkPlan,
)
from crm_metrics.office.plans import PlanShelf, legible
from crm_metrics.office.tables import PlanRow
from crm_metrics.office.trail import values
from tests.office.dated import DataUntil

GAP = PlanGap(
    metric="csat", parts=(("process", "service"), ("team", "Voz Norte")), trigger=date(2026, 11, 16), better="up",
    value=0.71, goal=0.85, n=240, drivers=(PlanDriver("channel", "voice", -0.09),),
)  # fmt: skip
TERMS = PlanTerms(
    cause="Calls wait on Mondays", fix="A second person", actions=(PlanAction("Hire", "Beto", date(2026, 12, 1)),),
    owner="Ana", due=date(2027, 2, 1), expected=0.05, guardrails=("fcr",),
)  # fmt: skip
LOCKED = {"weeks": [["2026-11-09", 0.8]], "version": 7}
Plans = Callable[..., PlanShelf]


@pytest.fixture
def plans(database: OfficeDatabase) -> Plans:
    def made(name: str = "Ana", level: str = "executive", scope: Scope = EVERYTHING) -> PlanShelf:
        return PlanShelf(database, Reader(name, level, scope))

    return made


def running(shelf: PlanShelf) -> WorkPlan:
    return shelf.start(shelf.agree(shelf.draft(GAP, TERMS), LOCKED), date(2026, 11, 30), DataUntil(date(2026, 11, 30)))


def test_before_the_first_plan_there_is_nothing_and_no_file(plans: Plans, database: OfficeDatabase) -> None:
    assert plans().plans() == ()
    assert database.place.file is None or (database.stamp("plan") == 0 and not database.place.file.exists())


def test_a_plan_is_kept_as_it_was_written(plans: Plans) -> None:
    drafted = plans().draft(GAP, TERMS)
    assert plans("Beto").plans() == (drafted,)
    assert (drafted.state, drafted.gap, drafted.terms, drafted.opened_by) == ("draft", GAP, TERMS, "Ana")
    assert (drafted.began, drafted.locked, drafted.told, drafted.version) == (None, None, None, 1)


def test_it_goes_from_draft_to_running_with_its_baseline_and_who_did_it(plans: Plans) -> None:
    found = running(plans("Ana"))
    baseline = {**LOCKED, "started_through": "2026-11-30"}
    assert (found.state, found.agreed_by, found.locked, found.began) == ("running", "Ana", baseline, date(2026, 11, 30))
    told = [(one.author, one.after.get("state")) for one in plans().history(found)]
    assert told == [("Ana", "running"), ("Ana", "agreed"), ("Ana", "draft")]


@pytest.mark.parametrize("state", ["confirmed", "not_yet", "no_effect", "worse", "verifying"])
def test_its_end_is_said_by_the_verdict_alone(plans: Plans, state: str) -> None:
    shelf = plans()
    drafted = shelf.draft(GAP, TERMS)
    with pytest.raises(QuestionError, match="said already"):
        shelf.record(drafted, state, {})  # before it runs there is nothing to judge
    run = shelf.start(shelf.agree(drafted, LOCKED), date(2026, 11, 30), DataUntil(date(2026, 11, 30)))
    ended = shelf.record(run, state, {"weeks": 8})
    assert (ended.state, ended.told) == (state, {"weeks": 8})
    assert ended.judged_at is not None
    assert shelf.history(ended)[0].author == "Pulso"
    assert shelf.history(ended)[0].proof == "system"


def test_what_has_ended_stays(plans: Plans) -> None:
    shelf = plans()
    ended = shelf.record(running(shelf), "confirmed", {})
    with pytest.raises(QuestionError, match="has ended"):
        shelf.change(ended, TERMS)
    with pytest.raises(QuestionError, match="can't be moved"):
        shelf.cancel(ended, "no longer")
    with pytest.raises(QuestionError, match="said already"):
        shelf.record(ended, "worse", {})
    with pytest.raises(QuestionError, match="can't be moved"):
        shelf.start(ended, date(2026, 12, 7), DataUntil(date(2026, 12, 7)))
    assert shelf.plans() == (ended,)


def test_it_does_not_begin_in_the_week_that_opened_it(plans: Plans) -> None:
    agreed = plans().agree(plans().draft(GAP, TERMS), LOCKED)
    with pytest.raises(QuestionError, match="after the week"):
        plans().start(agreed, date(2026, 11, 22), DataUntil(date(2026, 11, 22)))
    assert plans().start(agreed, date(2026, 11, 23), DataUntil(date(2026, 11, 23))).state == "running"


def test_it_does_not_begin_in_a_week_that_the_data_hold_whole_nor_before_it_was_agreed(plans: Plans) -> None:
    """Monday 30 November 2026: by data through Sunday 6 December its week is whole, through Saturday it is not."""
    monday, sunday = date(2026, 11, 30), date(2026, 12, 6)
    agreed = plans().agree(plans().draft(GAP, TERMS), {**LOCKED, "agreed_through": "2026-12-01"})
    with pytest.raises(QuestionError, match="can't begin before"):
        plans().start(agreed, sunday, DataUntil(sunday))
    with pytest.raises(QuestionError, match="can't begin before"):
        plans().start(agreed, monday, DataUntil(sunday - timedelta(days=1)))  # agreed on Tuesday
    run = plans().start(agreed, date(2026, 12, 1), DataUntil(sunday - timedelta(days=1)))
    assert not run.chosen_late and (run.locked or {})["started_through"] == "2026-12-05"
    assert replace(run, locked=agreed.locked).chosen_late, "kept before the data's day was kept with its start"


def test_a_gap_has_one_open_plan_and_another_once_that_has_ended(plans: Plans) -> None:
    first = plans("Ana").draft(GAP, TERMS)
    with pytest.raises(PlanTakenError) as caught:
        plans("Beto").draft(replace(GAP, trigger=date(2026, 11, 2)), TERMS)
    assert caught.value.plan == first
    plans().draft(replace(GAP, metric="fcr"), TERMS)
    with pytest.raises(QuestionError, match="Say why"):
        plans().cancel(first, "  ")
    assert plans().cancel(first, "It closed by itself").why == "It closed by itself"
    assert plans("Beto").draft(GAP, TERMS).state == "draft"


def test_what_was_agreed_to_be_reached_is_locked_and_the_rest_goes_on(plans: Plans) -> None:
    agreed = plans().agree(plans().draft(GAP, TERMS), LOCKED)
    done = replace(TERMS, owner="Beto", actions=(replace(TERMS.actions[0], done=True),))
    assert plans().change(agreed, done).terms == done
    with pytest.raises(QuestionError, match="is locked"):
        plans().change(plans().plans()[0], replace(done, expected=0.01))


def test_terms_that_lack_something_are_drafted_and_not_agreed(plans: Plans) -> None:
    drafted = plans().draft(GAP, PlanTerms())
    with pytest.raises(QuestionError, match="needs an owner"):
        plans().agree(drafted, LOCKED)


def test_a_reader_of_a_part_sees_and_writes_plans_of_that_part_alone(plans: Plans) -> None:
    own = plans().draft(GAP, TERMS)
    other = plans().draft(replace(GAP, parts=(("process", "service"), ("team", "Voz Sur"))), TERMS)
    whole = plans().draft(replace(GAP, parts=()), TERMS)
    beto = plans("Beto", "supervisor", Scope(teams=("Voz Norte",)))
    assert beto.plans() == (own,)
    assert beto.change(own, replace(TERMS, owner="Beto")).terms.owner == "Beto"
    for plan in (other, whole):
        with pytest.raises(QuestionError, match="not of your part"):
            beto.change(plan, replace(TERMS, owner="Beto"))
        with pytest.raises(QuestionError, match="not of your part"):
            beto.agree(plan, LOCKED) if plan is other else beto.cancel(replace(plan, gap=other.gap), "no")
    with pytest.raises(QuestionError, match="not of your part"):
        beto.draft(replace(GAP, metric="fcr", parts=()), TERMS)


def test_a_supervisor_agrees_to_no_plan_of_a_whole_process(plans: Plans) -> None:
    of_process = plans("Beto", "supervisor").draft(replace(GAP, parts=(("process", "service"),)), TERMS)
    with pytest.raises(QuestionError, match="can't be moved there by you"):
        plans("Beto", "supervisor").agree(of_process, LOCKED)
    assert plans("Caro", "manager").agree(of_process, LOCKED).agreed_by == "Caro"


def test_of_two_who_write_at_once_the_second_is_shown_what_is_now(plans: Plans) -> None:
    seen = plans("Ana").draft(GAP, TERMS)
    plans("Ana").change(seen, replace(TERMS, owner="Caro"))
    with pytest.raises(PlanChangedError) as caught:
        plans("Beto").change(seen, replace(TERMS, owner="Beto"))
    assert caught.value.plan.terms.owner == "Caro"
    assert plans("Beto").change(caught.value.plan, replace(TERMS, owner="Beto")).version == 3


def test_twenty_writers_at_once_lose_nothing(plans: Plans) -> None:
    seen = plans("Ana").draft(GAP, replace(TERMS, actions=()))

    def add(number: int) -> None:
        plan = seen
        while True:
            more = (*plan.terms.actions, PlanAction(f"action {number}"))
            try:
                plans(f"writer {number}").change(plan, replace(plan.terms, actions=more))
                return
            except PlanChangedError as error:
                plan = error.plan

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(add, range(20)))
    (kept,) = plans().plans()
    assert sorted(one.what for one in kept.terms.actions) == sorted(f"action {number}" for number in range(20))
    assert kept.version == 21


def test_two_who_open_the_same_gap_at_once_get_one_plan(plans: Plans) -> None:
    def opened(number: int) -> str:
        try:
            return plans(f"reader {number}").draft(GAP, TERMS).id
        except PlanTakenError as error:
            return error.plan.id

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(opened, range(8)))) == 1
    assert len(plans().plans()) == 1


def test_any_change_moves_the_stamp(plans: Plans, database: OfficeDatabase) -> None:
    drafted = plans().draft(GAP, TERMS)
    before = database.stamp("plan")
    plans().change(drafted, replace(TERMS, owner="Beto"))
    assert database.stamp("plan") > before > 0


def test_what_was_brought_from_elsewhere_has_to_be_a_plan(plans: Plans, database: OfficeDatabase) -> None:
    plans().draft(GAP, TERMS)
    with database.reading() as session:
        kept = values(session.query(PlanRow).one())
    assert legible(kept)
    for wrong in ({"open_gap": None}, {"due": "soon"}, {"actions": {"list": ["x"]}}, {"gap": {"drivers": [1]}}):
        assert not legible({**kept, **wrong})
