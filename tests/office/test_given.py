"""What is given to a reader by name, wherever it lies: the text, the date and the giver, and no more of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from crm_metrics.access import Reader, Scope
from crm_metrics.errors import QuestionError
from crm_metrics.office.database import OfficeDatabase
from crm_metrics.office.given import GivenShelf, GivenTask
from crm_metrics.office.meetings.reviewing import NewLine
from crm_metrics.office.meetings.reviews import ReviewShelf
from crm_metrics.office.planning import PlanAction, PlanGap, PlanTerms, WorkPlan
from crm_metrics.office.plans import PlanShelf

NORTH = Scope(teams=("Voz Norte",))
ANA = Reader("Ana", "supervisor", NORTH)
GAP = PlanGap(metric="csat", parts=(("process", "service"),), trigger=date(2026, 11, 16), better="up", value=0.71)
TERMS = PlanTerms(
    fix="A second person", owner="Ana", due=date(2027, 2, 1), expected=0.05,
    actions=(PlanAction("Hire", "Beto"), PlanAction("Call back", " ana ", date(2026, 12, 1))),
)  # fmt: skip
WEEK = date(2026, 3, 16), date(2026, 3, 22)


def given(database: OfficeDatabase, reader: Reader = ANA) -> list[tuple[str, str, date | None, str, bool]]:
    tasks = GivenShelf(database, reader).tasks()
    return [(one.kind, one.text, one.due, one.by, bool(one.within)) for one in tasks]


def boss(database: OfficeDatabase) -> PlanShelf:
    return PlanShelf(database, Reader("Zoe", "executive"))


def agreed(shelf: PlanShelf, gap: PlanGap = GAP, terms: PlanTerms = TERMS) -> WorkPlan:
    return shelf.agree(shelf.draft(gap, terms), {})


def test_before_anybody_kept_something_there_is_nothing_and_no_file(database: OfficeDatabase) -> None:
    assert given(database) == []
    assert database.place.file is None or not database.place.file.exists()


def test_a_reader_of_a_part_is_told_the_text_the_date_and_the_giver_of_what_lies_beyond_it(
    database: OfficeDatabase,
) -> None:
    agreed(boss(database))
    reviews = ReviewShelf(database, Reader("Max", "executive"))
    review = reviews.begin("weekly", (), WEEK, [])
    reviews.write(review, NewLine("decision", "Tell the team", "Ana", date(2026, 4, 1)))
    reviews.write(review, NewLine("decision", "Of somebody else", "Beto", date(2026, 4, 1)))
    assert given(database) == [
        ("decision", "Tell the team", date(2026, 4, 1), "Max", False),
        ("action", "Call back", date(2026, 12, 1), "Zoe", False),
        ("plan", "A second person", date(2027, 2, 1), "Zoe", False),
    ]
    assert PlanShelf(database, ANA).plans() == () == ReviewShelf(database, ANA).reviews()
    assert given(database, Reader("Caro", "executive")) == given(database, Reader("", "executive")) == []


def test_what_lies_within_the_part_may_be_opened(database: OfficeDatabase) -> None:
    plan = agreed(boss(database), replace(GAP, parts=(("team", "Voz Norte"),)))
    assert {one.within for one in GivenShelf(database, ANA).tasks()} == {plan.id}


def test_who_gave_it_is_who_named_the_reader_and_not_who_opened_the_plan(database: OfficeDatabase) -> None:
    plan = agreed(boss(database), terms=replace(TERMS, owner="Beto", actions=TERMS.actions[:1]))
    assert given(database) == []
    late = PlanShelf(database, Reader("Max", "executive"))
    named = late.change(plan, TERMS)
    boss(database).change(named, replace(TERMS, due=date(2027, 3, 1)))
    assert [(kind, by) for kind, _, _, by, _ in given(database)] == [("action", "Max"), ("plan", "Max")]


def test_she_settles_her_own_actions_and_decisions_and_no_plan(database: OfficeDatabase) -> None:
    agreed(boss(database), terms=replace(TERMS, actions=(*TERMS.actions, PlanAction("Write", "Ana"))))
    reviews = ReviewShelf(database, Reader("Max", "executive"))
    reviews.write(reviews.begin("weekly", (), WEEK, []), NewLine("decision", "Tell", "Ana", date(2026, 4, 1)))
    shelf = GivenShelf(database, ANA)
    decision, action, plan, _ = shelf.tasks()
    shelf.finish(decision)
    shelf.finish(action)
    ((review,), (kept,)) = reviews.reviews(), boss(database).plans()
    assert [(one.done_by, one.open) for one in review.lines] == [("Ana", False)]
    assert [one.done for one in kept.terms.actions] == [False, True, False]
    assert boss(database).history(kept)[0].author == "Ana"
    for one in (plan, action, replace(action, text="Hire", place=0)):
        with pytest.raises(QuestionError, match="not yours"):
            shelf.finish(one)


def test_what_has_ended_asks_nobody_any_more(database: OfficeDatabase) -> None:
    shelf = boss(database)
    plan = agreed(shelf)
    assert given(database)
    shelf.cancel(plan, "It was no gap")
    assert given(database) == []


def test_a_draft_is_nobodys_duty_and_is_given_when_it_is_agreed(database: OfficeDatabase) -> None:
    plan = boss(database).draft(GAP, TERMS)
    assert given(database) == []
    action = GivenTask(kind="action", id=plan.id, place=1, text="Call back", due=date(2026, 12, 1), by="Zoe",
                       at=plan.opened_at)  # fmt: skip
    with pytest.raises(QuestionError, match="not yours"):
        GivenShelf(database, ANA).finish(action)
    kept = PlanShelf(database, Reader("Max", "executive")).agree(plan, {})
    tasks = GivenShelf(database, ANA).tasks()
    assert [(one.kind, one.by) for one in tasks] == [("action", "Zoe"), ("plan", "Zoe")]  # who named her
    assert {one.at for one in tasks} == {boss(database).history(kept)[0].at}
