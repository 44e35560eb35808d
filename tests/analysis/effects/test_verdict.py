from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from math import inf, nan, sqrt
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import t

from benchmarks.effects import FALSE, FOUND
from benchmarks.plans import Judging, judged, of_cases, other_ways, steady
from crm_metrics.analysis.effects.baseline import Baseline, lock
from crm_metrics.analysis.effects.verdict import Comparison, EffectVerdict, PlanCourse, history, verdict
from crm_metrics.analysis.relating.regression import Estimate
from crm_metrics.analysis.signals import Observation

START = date(2025, 1, 6)
ZIGZAG = [0.0, 2.0] * 4
OPENED = START + timedelta(days=7 * len(ZIGZAG))


def weeks(values: Sequence[float | None], first: date = START, n: int | None = None) -> list[Observation]:
    return [Observation(first + timedelta(days=7 * place), value, n) for place, value in enumerate(values)]


def since(values: Sequence[float | None], n: int | None = None) -> list[Observation]:
    return weeks(values, OPENED + timedelta(days=7), n)


def zigzag(trigger: float | None = None) -> Baseline:
    return lock(weeks([*ZIGZAG, trigger]), OPENED)


def course(values: Sequence[float | None], **told: Any) -> PlanCourse:
    return PlanCourse(**{"baseline": zigzag(), "since": since(values), "better": "up", **told})


def answer(found: EffectVerdict) -> tuple[str, str]:
    return found.state, found.why


def test_an_effect_and_its_interval_are_those_worked_out_by_hand() -> None:
    # Baseline 0, 2 … around 1, no memory; after 5, 7, 5, 7 around 6: squares 8 and 4 by 7 + 3 are 1.2 a week, so that
    # the error is √(1.2 × (1/8 + 1/4)). A third of the information is missing: 5 % × (2/3)⁶ are spent, t of 10.
    found = verdict(course([5.0, 7.0, 5.0, 7.0]))
    half = t.ppf(1 - 0.05 * (2 / 3) ** 6, 10) * sqrt(1.2 * 0.375)
    assert (found.before, found.after, found.effect, found.weeks, found.looks) == (1.0, 6.0, 5.0, 4, 1)
    assert found.low == pytest.approx(5 - half, abs=1e-6)
    assert found.high == pytest.approx(5 + half, abs=1e-6)
    assert answer(found) == ("confirmed", "beyond")


def test_lower_is_better_turns_what_is_good_and_not_the_numbers() -> None:
    up, down = verdict(course([5.0, 7.0, 5.0, 7.0])), verdict(course([5.0, 7.0, 5.0, 7.0], better="down"))
    assert (down.effect, down.low, down.high) == (up.effect, up.low, up.high)
    assert answer(down) == ("worse", "against")
    assert verdict(course([-5.0, -3.0, -5.0, -3.0], better="down")).state == "confirmed"


@pytest.mark.parametrize(
    ("values", "matters", "state", "why"),
    [
        ([1.0, 1.2, 0.8, 1.0], 5.0, "no_effect", "excluded"),
        ([1.0, 1.2, 0.8, 1.0], -5.0, "no_effect", "excluded"),  # a fall that is good may be told with its sign
        ([1.0, 1.2, 0.8, 1.0], 0.5, "not_yet", "open"),
        ([1.0, 1.2, 0.8, 1.0], None, "not_yet", "unstated"),
        ([1.0, 1.2, 0.8, 1.0], 0.0, "not_yet", "unstated"),
        ([1.0, 1.2, 0.8, 1.0], nan, "not_yet", "unstated"),
        ([1.0, 1.2, 0.8, 1.0], inf, "not_yet", "unstated"),
        ([6.0, 6.2, 5.8, 6.0], 20.0, "confirmed", "small"),
        ([-6.0, -6.2, -5.8, -6.0], 5.0, "worse", "against"),
        ([9.0, 9.0, 9.0], 5.0, "not_yet", "weeks"),
        ([9.0, None, 9.0, nan, 9.0, inf], 5.0, "not_yet", "weeks"),
        ([], 5.0, "not_yet", "weeks"),
    ],
)
def test_each_answer_has_its_reason(values: list[float | None], matters: float | None, state: str, why: str) -> None:
    assert answer(verdict(course(values, matters=matters))) == (state, why)


@pytest.mark.parametrize(
    ("before", "why"),
    [
        ([], "baseline"),
        ([1.0], "baseline"),
        ([1.0, 3.0] * 3 + [1.0], "baseline"),
        ([7.0] * 8, "constant"),
        ([nan] * 20, "baseline"),
    ],
)
def test_a_baseline_that_tells_nothing_of_chance_confirms_nothing(before: list[float], why: str) -> None:
    opened = START + timedelta(days=7 * len(before))
    after = weeks([99.0, 98.0] * 4, opened + timedelta(days=7))
    found = verdict(PlanCourse(baseline=lock(weeks(before), opened), since=after, better="up", matters=1.0))
    assert (*answer(found), found.low, found.high) == ("not_yet", why, None, None)
    assert found.worth(10.0) is None


def test_without_a_better_side_there_is_no_verdict() -> None:
    assert answer(verdict(course([9.0] * 8, better="band"))) == ("not_yet", "direction")


def test_a_week_missing_is_waited_for_and_the_weeks_after_know_how_far_apart_they_are() -> None:
    whole, gapped = course([5.0, 7.0, 5.0, 7.0]), course([5.0, None, 7.0, 5.0, None, 7.0])
    assert verdict(course([5.0, None, 7.0, 5.0])).why == "weeks"
    assert verdict(gapped) == verdict(whole)  # without memory a gap is nothing
    assert verdict(gapped).weeks == 4


def test_weeks_before_the_plan_and_weeks_not_settled_are_not_judged() -> None:
    extra = [Observation(OPENED, 900.0), Observation(START, 900.0)]
    unsettled = Observation(OPENED + timedelta(days=35), 900.0, settled=False)
    plain = course([5.0, 7.0, 5.0, 7.0])
    assert verdict(replace(plain, since=[*extra, *plain.since, unsettled])) == verdict(plain)


def test_after_the_last_look_planned_nothing_changes_any_more() -> None:
    eight = verdict(course([1.0, 1.5] * 4, matters=0.2))
    assert (eight.last, eight.looks) == (True, 5)
    assert verdict(course([1.0, 1.5] * 4 + [90.0] * 12, matters=0.2)) == eight
    assert not verdict(course([1.0, 1.5] * 4 + [90.0] * 2, matters=0.2, planned=12)).last


def test_each_week_of_the_history_says_what_was_said_then() -> None:
    draw = np.random.default_rng(5)
    plan = course([float(value) for value in draw.normal(1.5, 1.0, 8)], matters=1.0)
    found = history(plan)
    assert [one.weeks for one in found] == list(range(1, 9))
    for week, then in enumerate(found, 1):
        assert verdict(replace(plan, since=plan.since[:week])) == then


def test_a_metric_that_rose_before_already_is_not_confirmed() -> None:
    opened = START + timedelta(days=7 * 20)
    rising = lock(weeks([week + 0.5 * (week % 2) for week in range(20)]), opened)
    after = weeks([60.0 + week for week in range(8)], opened + timedelta(days=7))
    assert answer(verdict(PlanCourse(baseline=rising, since=after, better="up"))) == ("not_yet", "trend")
    fell = [replace(week, value=-(week.value or 0.0)) for week in after]
    assert verdict(PlanCourse(baseline=rising, since=fell, better="up")).state == "worse"


def test_what_its_time_of_the_year_makes_of_the_weeks_is_no_success() -> None:
    # 5, 7, 5, 7 after 0, 2, …: an effect of 5, at least 5 − 2.2, see above. So 2 may be of the season, and not 3.
    plan = course([5.0, 7.0, 5.0, 7.0])
    late, early = ([week.day for week in told] for told in (plan.since, plan.baseline.weeks))
    few, much = (replace(plan, usual=dict.fromkeys(late, usual)) for usual in (2.0, 3.0))
    assert answer(verdict(few)) == ("confirmed", "beyond")
    assert answer(verdict(much)) == ("not_yet", "season")
    assert verdict(much).effect == verdict(plan).effect  # the numbers stay as measured
    both = replace(plan, usual=dict.fromkeys([*early, *late], 3.0))
    assert answer(verdict(both)) == ("confirmed", "beyond")
    assert answer(verdict(replace(few, usual=dict.fromkeys(late, -9.0)))) == ("confirmed", "beyond")
    worse = course([-5.0, -3.0, -5.0, -3.0])
    assert answer(verdict(replace(worse, usual=dict.fromkeys(late, -4.0)))) == ("not_yet", "season")
    idle = course([1.0, 1.2, 0.8, 1.0], matters=5.0)
    assert answer(verdict(replace(idle, usual=dict.fromkeys(late, -6.0)))) == ("not_yet", "season")


def test_what_rises_everywhere_is_no_effect_where_another_unit_shows_it() -> None:
    plan = course([5.0, 7.0, 5.0, 7.0] * 2, matters=4.0)
    noise = [0.3, -0.2, 0.1, -0.4, 0.2, 0.0, -0.3, 0.3]
    theirs = lock(weeks([value + 3 + more for value, more in zip(ZIGZAG, noise, strict=True)]), OPENED)
    same = since([value + 3 for value in (5.0, 7.1, 4.9, 7.0, 5.2, 6.8, 5.0, 7.0)])
    found = verdict(replace(plan, comparison=Comparison(theirs, same)))
    assert verdict(plan).state == "confirmed"
    assert (found.state, found.compared, found.before, found.after) == ("no_effect", True, 1.0, 6.0)
    # Ours rises from 1 to 6; theirs, less 3, from 1 (the noise adds up to nought) to 6.
    assert found.effect == pytest.approx(0.0)


def test_what_both_share_is_gone_from_the_interval() -> None:
    # Ours 0, 2 … and theirs the same less a zigzag of 0.1 with a period of four weeks: far narrower than ours alone.
    small = [0.1, 0.1, -0.1, -0.1] * 2
    theirs = lock(weeks([value - more for value, more in zip(ZIGZAG, small, strict=True)]), OPENED)
    plan = course([1.5, 3.5, 1.5, 3.5])
    other = since([value - more for value, more in zip([0.0, 2.0, 0.0, 2.0], small, strict=False)])
    alone, apart = verdict(plan), verdict(replace(plan, comparison=Comparison(theirs, other)))
    assert alone.state == "not_yet"
    assert answer(apart) == ("confirmed", "beyond")
    assert apart.effect == pytest.approx(1.5)


def test_a_comparison_unit_without_the_same_weeks_gives_no_verdict() -> None:
    early = lock(weeks(ZIGZAG, START - timedelta(days=700)), OPENED)
    plan = course([5.0, 7.0] * 4, comparison=Comparison(early, since([0.0] * 8)))
    assert answer(verdict(plan)) == ("not_yet", "pairs")
    without = course([5.0, 7.0] * 4, comparison=Comparison(lock(weeks([3.0, 4.0, 6.0, 3.0] * 2), OPENED), []))
    assert answer(verdict(without)) == ("not_yet", "weeks")


def test_a_share_that_never_moved_is_judged_by_what_chance_gives_its_rows() -> None:
    # 400 of 800 before and 240 of 400 after: 0.1, error √(0.5 × 0.5 × (1/800 + 1/400)) of an unmoved half.
    before = lock(weeks([0.5] * 8, n=100), OPENED, counts="shares")
    found = verdict(PlanCourse(baseline=before, since=since([0.6] * 4, n=100), better="up", matters=0.05))
    half = t.ppf(1 - 0.05 * (2 / 3) ** 6, 10) * sqrt(0.25 * (1 / 800 + 1 / 400))
    assert found.low == pytest.approx(0.1 - half, abs=1e-6)
    few = verdict(PlanCourse(baseline=before, since=since([0.6] * 4, n=4), better="up", matters=0.05))
    assert answer(few) == ("not_yet", "open")  # the same share of sixteen rows says little


def test_a_week_of_many_rows_weighs_more() -> None:
    before = lock(weeks([0.5] * 8, n=100), OPENED, counts="shares")
    after = [replace(week, n=rows) for week, rows in zip(since([0.9, 0.5, 0.5, 0.5]), (10, 130, 130, 130), strict=True)]
    assert verdict(PlanCourse(baseline=before, since=after, better="up")).after == pytest.approx((9 + 195) / 400)


def test_a_bad_week_that_opened_the_plan_keeps_it_from_being_called_worse_and_helps_no_success() -> None:
    # Without memory nothing is carried over; the baseline may lie 11 ÷ 9 too high, and its memory be 1 ÷ √8.
    plain, bad = verdict(course([1.0] * 4)), verdict(course([1.0] * 4, baseline=zigzag(-10.0)))
    assert (bad.effect, bad.low, bad.carried) == (plain.effect, plain.low, 0.0)
    memory = 1 / sqrt(8)
    more = 11 * (sum(memory**week for week in range(1, 5)) / 4 + 1 / 9)
    assert plain.high is not None and bad.high is not None
    assert bad.high - plain.high == pytest.approx(more)


def test_what_the_weeks_after_remember_of_the_bad_one_is_given_back() -> None:
    # Memory 2/3, see test_baseline: of a distance of 9 the weeks keep 9 × (2/3 + 4/9 + 8/27 + 16/81) ÷ 4.
    remembering = lock(weeks([1.0] * 4 + [-1.0] * 4 + [-9.0]), OPENED)
    found = verdict(PlanCourse(baseline=remembering, since=since([0.5, -0.5, 0.5, -0.5]), better="up"))
    assert found.memory == pytest.approx(2 / 3)
    assert found.carried == pytest.approx(9 * (54 + 36 + 24 + 16) / 81 / 4)
    assert found.effect == pytest.approx(found.carried)


def test_a_success_that_harms_what_was_to_be_kept_is_none_yet() -> None:
    plan = course([5.0, 7.0, 5.0, 7.0])
    harmed = course([9.0, 8.0, 9.0, 8.0], better="down", matters=1.0)
    kept = course([1.0, 1.2, 0.8, 1.0], better="down", matters=5.0)
    assert answer(verdict(plan, {"recurrence": kept})) == ("confirmed", "beyond")
    found = verdict(plan, {"recurrence": harmed, "cost": kept})
    assert answer(found) == ("not_yet", "guardrail")
    assert found.guardrails == {"recurrence": "worse", "cost": "no_effect"}


def test_money_is_the_effect_times_what_a_unit_is_worth_with_its_range() -> None:
    up = verdict(course([5.0, 7.0, 5.0, 7.0]))
    assert up.low is not None and up.high is not None
    assert up.worth(100.0) == Estimate(500.0, 100 * up.low, 100 * up.high)
    # Two minutes less, each worth 50, are 100 gained, and the range turns round.
    down = verdict(course([-2.0, 0.0, -2.0, 0.0], better="down"))
    assert down.low is not None and down.high is not None
    assert down.worth(50.0) == Estimate(100.0, -50 * down.high, -50 * down.low)


SOME = st.one_of(
    st.none(), st.sampled_from([nan, inf, -inf, 0.0, 1.0]), st.floats(-1e9, 1e9), st.floats(-3.0, 3.0), st.just(5.0)
)


@settings(max_examples=200, deadline=None)
@given(
    before=st.lists(st.tuples(SOME, st.one_of(st.none(), st.integers(0, 50))), max_size=26),
    after=st.lists(st.tuples(SOME, st.one_of(st.none(), st.integers(0, 50))), max_size=14),
    counts=st.sampled_from(["", "scores", "events"]),
    better=st.sampled_from(["up", "down", "band"]),
    matters=SOME,
)
def test_whatever_comes_there_is_an_answer_and_no_success_without_its_interval(
    before: list[tuple[float | None, int | None]],
    after: list[tuple[float | None, int | None]],
    counts: Any,
    better: str,
    matters: float | None,
) -> None:
    opened = START + timedelta(days=7 * len(before))
    told = [
        Observation(START + timedelta(days=7 * place), *one) for place, one in enumerate([*before, (0.0, 9), *after])
    ]
    baseline = lock(told, opened, counts=counts)
    plan = PlanCourse(baseline=baseline, since=told, better=better, matters=matters)
    for asked in (plan, replace(plan, comparison=Comparison(baseline, told))):
        found = verdict(asked)
        sure = (
            found.low is not None and found.high is not None and (found.low > 0 if better == "up" else found.high < 0)
        )
        assert sure or found.state != "confirmed"
        assert found.low is None or found.low <= (found.effect or 0.0) <= (found.high or 0.0)
    assert verdict(replace(plan, comparison=Comparison(baseline, told))).state != "confirmed"  # no distance to itself


PLANS = 1_000


def margin(share: float) -> float:
    """Three standard errors of so many plans: a right verdict fails one run in seven hundred, and the seed is fixed."""
    return 3 * sqrt(share * (1 - share) / PLANS)


@pytest.mark.parametrize("memory", [0.0, 0.3])
def test_of_plans_without_effect_hardly_any_is_ever_confirmed_and_real_ones_are_found(memory: float) -> None:
    plans = steady(memory, PLANS, seed=4)
    count = len(plans.ours)
    none, real = judged(plans, Judging()), judged(plans, Judging(effect=1.0))
    assert none["confirmed"] / count <= FALSE + margin(FALSE)
    assert none["worse"] / count <= FALSE + margin(FALSE)
    assert real["confirmed"] / count >= FOUND[memory] - margin(FOUND[memory])
    assert real["no_effect"] / count <= FALSE + margin(FALSE)  # one deviation is what was expected


def test_a_unit_that_shares_much_and_the_kinds_of_cases_find_more() -> None:
    plans, cases = steady(0.0, PLANS // 3, seed=4, shared=0.8), of_cases(0.0, PLANS // 3, seed=4)
    count = len(plans.ours)
    found = judged(plans, Judging(effect=1.0, compared=True))["confirmed"] / count
    assert found - judged(plans, Judging(effect=1.0))["confirmed"] / count > 0.15
    by_case = judged(cases, Judging(effect=1.0, by_case=True))["confirmed"] / len(cases.ours)
    assert by_case - judged(cases, Judging(effect=1.0))["confirmed"] / len(cases.ours) > 0.10
    moved = judged(plans, Judging(shift=1.0, compared=True))["confirmed"] / count
    assert moved <= FALSE + 3 * sqrt(FALSE * (1 - FALSE) / count)


def test_the_simulation_is_the_one_whose_figures_are_known() -> None:
    # The table of 39,000 plans: 73.3 % of plans without effect look better after four weeks than before, 65.6 % at 0.3.
    for memory, share in ((0.0, 0.733), (0.3, 0.656)):
        plans = steady(memory, 10_000, seed=4)
        found = other_ways(plans, 0.0, memory)["4 weeks before against 4 after"] / len(plans.ours)
        assert found == pytest.approx(share, abs=3 * sqrt(share * (1 - share) / 10_000))
