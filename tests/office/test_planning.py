"""What a plan may be, and who may move it where: read from its own rules, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from crm_metrics.access import EVERYTHING, Reader, Scope
from crm_metrics.errors import QuestionError
from crm_metrics.office import planning
from crm_metrics.office.planning import PlanAction, PlanGap, PlanTerms, WorkPlan

NOW = datetime(2026, 11, 23, tzinfo=UTC)
GAP = PlanGap(
    metric="csat", parts=(("process", "service"), ("team", "Voz Norte")), trigger=date(2026, 11, 16), better="up"
)
TERMS = PlanTerms(
    fix="A second person on Mondays", actions=(PlanAction("Hire"),), owner="Ana", due=date(2027, 2, 1), expected=0.02
)


def plan(state: str = "draft", gap: PlanGap = GAP) -> WorkPlan:
    return WorkPlan(
        id="1", version=1, state=state, gap=gap, terms=TERMS, opened_by="Ana", opened_at=NOW, changed_at=NOW
    )


@pytest.mark.parametrize("level", ["supervisor", "manager", "executive"])
@pytest.mark.parametrize("state", planning.STATES)
def test_no_hand_reaches_what_the_verdict_says(level: str, state: str) -> None:
    offered = planning.moves(Reader("Ana", level), plan(state))
    assert not {"verifying", *planning.JUDGED} & set(offered)


def test_the_verdict_speaks_of_plans_that_run_and_of_no_others() -> None:
    assert set(planning.SAID) == {"running", "verifying"}
    assert {state for said in planning.SAID.values() for state in said} == {"verifying", *planning.JUDGED}


@pytest.mark.parametrize(
    ("parts", "level"),
    [
        ((("team", "Voz Norte"),), "supervisor"),
        ((("process", "service"), ("agent", "a1")), "supervisor"),
        ((("process", "service"),), "manager"),
        ((("tier", "gold"),), "manager"),
        ((), "executive"),
    ],
)
def test_a_plan_is_agreed_by_whose_gap_it_is_or_by_a_higher_level(
    parts: tuple[tuple[str, str], ...], level: str
) -> None:
    found = plan(gap=replace(GAP, parts=parts))
    assert found.gap.level == level
    may = [one for one in ("supervisor", "manager", "executive") if "agreed" in planning.moves(Reader("A", one), found)]
    assert may == ["supervisor", "manager", "executive"][["supervisor", "manager", "executive"].index(level) :]


def test_who_sees_a_plan_sees_all_of_its_rows() -> None:
    both = (("process", "service"), ("team", "Voz Norte"), ("team", "Voz Sur"))
    assert planning.sees(EVERYTHING, both) and planning.sees(EVERYTHING, ())
    assert planning.sees(Scope(teams=("Voz Norte", "Voz Sur")), both)
    assert not planning.sees(Scope(teams=("Voz Norte",)), both)
    assert not planning.sees(Scope(teams=("Voz Norte",)), (("process", "service"),))  # it is of other teams too
    assert not planning.sees(Scope(processes=("sales",)), both)


def test_a_gap_that_a_reader_of_a_part_opens_is_of_that_part() -> None:
    scope = Scope(processes=("service",), teams=("Voz Norte",))
    assert planning.within(scope, (("channel", "voice"),)) == (
        ("channel", "voice"), ("process", "service"), ("team", "Voz Norte"),
    )  # fmt: skip
    assert planning.within(scope, (("team", "Voz Sur"),)) == (("process", "service"), ("team", "Voz Sur"))


def test_two_gaps_are_one_where_metric_and_parts_are() -> None:
    turned = replace(GAP, parts=tuple(reversed(GAP.parts)), trigger=date(2026, 10, 5))
    assert turned.key == GAP.key
    assert replace(GAP, metric="nps").key != GAP.key
    assert replace(GAP, parts=GAP.parts[:1]).key != GAP.key


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"owner": ""}, "needs an owner"),
        ({"due": None}, "a due date"),
        ({"fix": ""}, "what changes"),
        ({"actions": ()}, "an action"),
        ({"expected": None}, "the effect expected"),
        ({"due": date(2026, 11, 22)}, "before the week after its gap: name a day from"),
    ],
)
def test_nobody_is_held_to_terms_that_lack_something(wrong: dict[str, object], said: str) -> None:
    planning.ready(TERMS, GAP.trigger)
    planning.ready(replace(TERMS, due=date(2026, 11, 23)), GAP.trigger)
    with pytest.raises(QuestionError, match=said):
        planning.ready(replace(TERMS, **wrong), GAP.trigger)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "wrong",
    [
        {"expected": 0.0},
        {"expected": -1.0},
        {"expected": float("nan")},
        {"planned": 3},
        {"planned": 27},
        {"cause": "x" * 2_001},
        {"owner": "x" * 201},
        {"actions": (PlanAction("a"),) * 21},
    ],
)
def test_terms_beyond_what_is_kept_are_refused(wrong: dict[str, object]) -> None:
    assert planning.checked_terms(TERMS) == TERMS
    with pytest.raises(QuestionError):
        planning.checked_terms(replace(TERMS, **wrong))  # type: ignore[arg-type]


def test_a_gap_without_a_better_side_or_of_a_customer_is_refused() -> None:
    assert planning.checked_gap(GAP) == GAP
    with pytest.raises(QuestionError, match="which way"):
        planning.checked_gap(replace(GAP, better="band"))
    with pytest.raises(QuestionError, match="can't be of customer"):
        planning.checked_gap(replace(GAP, parts=(("customer", "crm:C1"),)))


def test_only_what_the_verdict_is_held_against_is_a_commitment() -> None:
    assert planning.same_commitment(TERMS, replace(TERMS, owner="Beto", cause="Other", due=date(2027, 3, 1)))
    for other in ({"expected": 0.01}, {"guardrails": ("nps",)}, {"comparison": "Voz Sur"}, {"planned": 12}):
        assert not planning.same_commitment(TERMS, replace(TERMS, **other))


def test_a_text_keeps_its_lines_and_loses_what_nobody_sees() -> None:
    assert planning.clean(" one\x00\x07\ntwo\u202e \ud800") == "one  \ntwo"
