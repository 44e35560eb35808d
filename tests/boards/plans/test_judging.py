"""What a plan brought, by hand: the locked weeks before, without the one that opened it, and those since it began."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from crm_metrics.access import Scope
from crm_metrics.boards.plans import weeks
from crm_metrics.boards.plans.judging import (
    DEFINITION,
    JudgedPlan,
    judged,
    kept_verdict,
    locked,
    told,
)
from crm_metrics.boards.plans.telling import PlanWords
from crm_metrics.errors import QuestionError
from crm_metrics.metrics.shop import Shop
from crm_metrics.office.planning import WorkPlan, compared_by, compared_parts
from crm_metrics.words import Words
from tests.boards.plans.weekly_answers import BEGAN, FIRST, IDLES, NORTE, TERMS, TRIGGER, WORKS, company, plan
from tests.conftest import House

LAST = date(2026, 12, 31)


def run(house: House, since: tuple[int, ...], terms: object = TERMS, **more: object) -> JudgedPlan:
    """A plan that was agreed in the week that opened it, seen after these weeks."""
    return judged(company(house, since, **more), running(company(house), terms), LAST)


def running(shop: Shop, terms: object = TERMS) -> WorkPlan:
    drafted = plan(terms=terms)  # type: ignore[arg-type]
    return replace(drafted, state="running", locked=locked(shop, drafted), began=BEGAN)


def test_the_baseline_holds_the_weeks_before_without_the_one_that_opened_it(house: House) -> None:
    held = weeks.baseline(locked(company(house), plan()), TRIGGER)
    assert [week.value for week in held.weeks] == [0.6, 0.7] * 5
    assert held.mean == pytest.approx(0.65)  # 130 of 200; with the trigger it would be 136 of 220
    assert held.trigger is not None and held.trigger.value == 0.3
    assert held.counts == "shares"


def test_answers_that_came_after_the_agreement_change_no_locked_week(house: House) -> None:
    agreed = running(company(house))
    found = judged(company(house, WORKS[:4], late=20), agreed, LAST)
    assert found.verdict is not None
    assert found.verdict.before == pytest.approx(0.65)
    assert weeks.baseline(locked(company(house, late=20), plan()), TRIGGER).mean == pytest.approx(150 / 220)


def test_the_weeks_of_a_mean_count_by_their_answers_and_what_one_differs_by_is_known(house: House) -> None:
    """Ten weeks of 20 make 720 points, twenty late answers of 5 another 100: 820 of 220, not 3.68 by the week."""
    meant = plan(gap=replace(plan().gap, metric="csat_mean"))
    held = weeks.baseline(locked(company(house, late=20), meant), TRIGGER)
    assert (held.counts, held.weeks[0].n) == ("scores", 40)
    assert held.mean == pytest.approx((820 / 220 - 1) * 25)  # of 1 to 5, as 0 to 100
    # A share p of fives among ones differs by 16 × p × (1 − p), a little more on n − 1: 32 of 40 once, 12 and 14 of 20,
    # and 6 of 20 in the week that opened it.
    inside = 16 * 0.8 * 0.2 * 40 * 40 / 39 + 16 * (4 * 0.6 * 0.4 + 6 * 0.7 * 0.3) * 20 * 20 / 19
    assert held.unit == pytest.approx(625 * inside / 240)


def test_a_plan_that_works_is_confirmed(house: House) -> None:
    found = run(house, WORKS)
    said = found.verdict
    assert said is not None and (said.state, said.weeks, said.looks) == ("confirmed", 4, 1)  # at the first look
    assert said.before == pytest.approx(0.65)
    assert said.after == pytest.approx(0.9)
    assert said.low is not None and said.high is not None and 0 < said.low < 0.25 < said.high
    assert found.state == "confirmed"


def test_a_plan_that_does_nothing_is_not_confirmed_by_the_bad_week_that_opened_it(house: House) -> None:
    found = run(house, IDLES)
    said = found.verdict
    assert said is not None and found.state == "no_effect"
    assert said.weeks == 5
    assert said.after == pytest.approx(0.64)  # 12 + 14 + 12 + 14 + 12 of 100
    assert said.effect == pytest.approx(0.0, abs=0.03)  # as high as before, and far above the 30 % that opened it
    assert said.low is not None and said.high is not None and said.low < 0 < said.high < 0.25


def test_a_plan_that_harms_is_worse(house: House) -> None:
    found = run(house, (3,) * 8)
    assert found.state == "worse"


@pytest.mark.parametrize(("n", "state"), [(0, "running"), (3, "running"), (4, "verifying"), (7, "verifying")])
def test_before_the_last_look_what_is_not_sure_is_in_verification(house: House, n: int, state: str) -> None:
    found = run(house, (15, 14, 14, 15, 14, 15, 14, 15)[:n], replace(TERMS, expected=0.1))
    assert found.verdict is not None and found.verdict.weeks == n
    assert found.state == state


def test_after_the_last_look_what_is_not_sure_is_not_yet(house: House) -> None:
    found = run(house, (15, 14, 14, 15, 14, 15, 14, 15), replace(TERMS, expected=0.1))
    assert found.verdict is not None and found.verdict.last
    assert found.state == "not_yet"


def test_who_looks_later_sees_the_look_that_was_sure(house: House) -> None:
    """Four good weeks end it; four bad ones after that are of another time."""
    at_once, later = run(house, WORKS[:4]), run(house, (*WORKS[:4], 2, 2, 2, 2))
    assert later.verdict == at_once.verdict
    assert len(later.since) == 4


def test_a_week_that_still_runs_is_not_judged(house: House) -> None:
    shop = company(house, WORKS[:4])
    found = judged(shop, running(company(house)), BEGAN + timedelta(days=7 * 4 - 3))  # the Thursday of the fourth
    assert found.verdict is not None and found.verdict.weeks == 3
    assert found.state == "running"


def test_the_weeks_between_the_trigger_and_the_beginning_are_in_neither_side(house: House) -> None:
    agreed = replace(running(company(house)), began=BEGAN + timedelta(days=2))  # a Wednesday: from the Monday after it
    found = judged(company(house, (20, *WORKS[:4])), agreed, LAST)
    assert found.verdict is not None
    assert [week.day for week in found.since] == [BEGAN + timedelta(days=7 * week) for week in range(1, 5)]
    assert found.verdict.after == pytest.approx(0.9)


def test_what_rises_everywhere_is_not_the_plans(house: House) -> None:
    """Sur rises by the same 5 of 20: less its rise nothing is left."""
    compared = replace(TERMS, comparison="Sur")
    alone, beside = run(house, WORKS), run(house, WORKS, compared, sur=(18,) * 8)
    assert alone.state == "confirmed"
    assert beside.verdict is not None and beside.verdict.compared
    assert beside.verdict.effect == pytest.approx(0.0, abs=0.05)
    assert beside.state != "confirmed"


def test_a_success_at_the_cost_of_what_had_to_be_kept_is_not_confirmed(house: House) -> None:
    """Its mean falls while the share of the satisfied rises: here both are of the same answers, so it can't."""
    kept = replace(TERMS, guardrails=("csat_mean",))
    found = run(house, WORKS, kept)
    assert found.guardrails["csat_mean"].state == "confirmed" and found.state == "confirmed"
    harmed = run(house, (3,) * 8, kept)
    assert harmed.guardrails["csat_mean"].state == "worse" and harmed.state == "worse"


def test_a_baseline_of_few_weeks_is_no_baseline(house: House) -> None:
    early = plan(gap=replace(plan().gap, trigger=FIRST + timedelta(days=7 * 7)))
    with pytest.raises(QuestionError, match="7 complete weeks before the one that opened it"):
        locked(company(house), early)


def test_a_metric_defined_anew_has_no_verdict_on_old_weeks(house: House) -> None:
    agreed = running(company(house))
    other = replace(agreed, locked={**(agreed.locked or {}), "definition": "another"})
    found = judged(company(house, WORKS), other, LAST)
    assert found.verdict is None and found.reason is not None and found.reason.template == DEFINITION


def test_what_must_not_get_worse_and_is_defined_anew_is_said_to_be_judged_no_more(house: House) -> None:
    agreed = running(company(house), replace(TERMS, guardrails=("csat_mean",)))
    kept = dict(agreed.locked or {})
    kept["guardrails"] = {"csat_mean": {**kept["guardrails"]["csat_mean"], "definition": "another"}}
    other, words = replace(agreed, locked=kept), PlanWords(Words("en"), "COP", {})
    found = judged(company(house, WORKS), other, LAST)
    assert found.guardrails == {} and words.unwatched(other, found) == ["csat_mean"]
    assert "is judged no more, for its definition changed: Mean satisfaction." in words.sentence(other, found)
    assert words.unwatched(agreed, judged(company(house, WORKS), agreed, LAST)) == []


def test_a_plan_that_has_not_begun_is_not_judged(house: House) -> None:
    assert judged(company(house, WORKS), plan("agreed"), LAST) == JudgedPlan()


def test_a_verdict_comes_back_as_it_was_kept(house: House) -> None:
    found = run(house, WORKS, replace(TERMS, guardrails=("csat_mean",)))
    kept = told(found, 7)
    assert found.verdict is not None
    assert kept_verdict(kept) == replace(found.verdict, guardrails={})
    assert (kept["version"], kept["through"]) == (7, (BEGAN + timedelta(days=21)).isoformat())
    assert kept["guardrails"]["csat_mean"]["state"] == "confirmed"


def test_the_comparison_unit_is_of_the_dimension_of_which_one_value_is_asked() -> None:
    assert compared_by(NORTE) == "team"
    assert compared_parts(NORTE, "Sur") == (("process", "service"), ("team", "Sur"))
    assert compared_by((("process", "service"),)) == "process"
    assert compared_by((("process", "service"), ("team", "Norte"), ("team", "Sur"))) == "process"
    assert compared_by(()) == ""


def test_the_parts_of_a_plan_are_asked_as_a_reader_of_them_would_ask() -> None:
    parts = (*NORTE, ("channel", "voice"))
    assert weeks.scope_of(parts) == Scope(processes=("service",), teams=("Norte",))
