"""No title or sentence contradicts the numbers it was made from: random numbers, judged here a second time by hand."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_metrics.access import PROCESSES
from crm_metrics.analysis import signals
from crm_metrics.analysis.certainty import HELD
from crm_metrics.analysis.signals import BehaviourChart, Observation, Signal
from crm_metrics.boards.telling import claims, sentences
from crm_metrics.boards.telling.sentences import TEXTS, TITLE, Amount, Claim
from crm_metrics.words import Words

EN, ES = Words("en"), Words("es-CO")
MONDAY = date(2026, 1, 5)
NUMBERS = st.integers(0, 1000).map(float)
SHARES = st.integers(0, 1000).map(lambda x: x / 1000)
KINDS = st.sampled_from(["better", "worse", "watch", "routine", "small"])


def english(said: Claim, limit: int | None = None) -> str:
    return sentences.say(said, EN, "COP", limit)


def series(values: list[float], better: str = "up") -> Signal:
    weeks = [Observation(MONDAY + timedelta(weeks=place), value) for place, value in enumerate(values)]
    return signals.read(weeks, BehaviourChart(better=better, baseline_until=MONDAY + timedelta(weeks=9)))


def usual(values: list[float]) -> tuple[float, float]:
    """Centre and reach of the first ten, worked out here."""
    base = values[:10]
    moves = [abs(b - a) for a, b in pairwise(base)]
    return sum(base) / 10, 2.66 * sum(moves) / 9


@given(st.lists(SHARES, min_size=11, max_size=30), st.sampled_from(["up", "down"]), SHARES)
def test_what_a_metric_did_is_what_its_last_value_did(values: list[float], better: str, goal: float) -> None:
    found = series(values, better)
    last = values[-1]
    missed = last < goal if better == "up" else last > goal
    text = english(claims.movement("Win rate", "percent", found, last, goal=goal, missed=missed))
    centre, reach = usual(values)
    away = last - centre
    if abs(abs(away) - reach) < 1e-6 or abs(away) < 1e-6:
        return
    words = set(re.findall(r"\w+", text))
    if "fell" in words or "lower" in words:
        assert away < 0
    if "rose" in words or "upper" in words:
        assert away > 0
    if "chance" in words:
        assert found.chance > HELD
        assert ("low" in words) == (away < 0) or not found.stays
    elif abs(away) > reach:
        assert words & {"fell", "rose"}
    if "misses" in words:
        assert missed
        assert EN.value(goal, "percent") in text
    if "routine" in words and not words & {"fell", "rose", "limit"}:
        assert abs(away) <= reach
    if "stays" in words:
        assert found.since is not None
        since = found.since
        assert EN.short_day(since) in text
        place = (since - MONDAY).days // 7
        assert (values[place] - centre) * away > 0


@given(st.dictionaries(st.sampled_from(PROCESSES), KINDS, min_size=1))
def test_the_week_names_each_process_where_its_signal_puts_it(kinds: dict[str, Any]) -> None:
    told = [english(one) for one in claims.week(kinds)]
    text = " ".join(told)
    named = {
        word: {EN.name(one) for one in PROCESSES if re.search(rf"{word}: [^.:]*\b{EN.name(one)}\b", text)}
        for word in ("Worse", "Better", "To be watched", "Without enough data for a verdict")
    }
    for word, kind in zip(named, ("worse", "better", "watch", "small"), strict=True):
        expected = {EN.name(one) for one, held in kinds.items() if held == kind}
        if word == "Without enough data for a verdict" and len(expected) == len(kinds):
            continue  # nothing can be judged: one sentence says so of all
        assert named[word] == expected
    changed = sum(held in ("worse", "better") for held in kinds.values())
    judged = sum(held != "small" for held in kinds.values())
    if judged and not changed:
        alone = judged == 1 and "watch" not in kinds.values()
        assert told[0].startswith("The only process that can be judged is in" if alone else "No process")
    if changed and judged == 1:
        assert told[0] == "The only process that can be judged really changed."
    elif changed:
        assert told[0] == f"{'One' if changed == 1 else changed} of {judged} processes really changed."
    assert ("The others move within their routine" in text) == (bool(changed) and "routine" in kinds.values())


@given(st.dictionaries(st.sampled_from(PROCESSES), KINDS, min_size=1))
def test_the_multiples_and_the_summary_speak_of_the_same_processes(kinds: dict[str, Any]) -> None:
    said = claims.levels(kinds)
    text = english(said, TITLE)
    changed = [one for one, held in kinds.items() if held in ("worse", "better")]
    judged = [one for one, held in kinds.items() if held != "small"]
    assert len(text) <= TITLE
    if re.match(r"No process|Every process.*routine|Routine|.*: within its routine", text):
        assert not changed
    if text.endswith(": within its routine"):
        assert text.startswith(EN.name(judged[0]))
        assert len(judged) == 1
    if text.startswith("Every process that can be judged changes"):
        assert changed == judged
    if "level changed" in text:
        assert all(EN.name(one) in text for one in changed)
        assert not any(EN.name(one) in text for one in kinds if one not in changed)
    if found := re.search(r"(\d+) of (\d+) processes", text):
        assert (int(found[1]), int(found[2])) == (len(changed), len(judged))
    if found := re.search(r"the other (\d+) within their routine", text):
        assert int(found[1]) == sum(held == "routine" for held in kinds.values())


@given(
    st.dictionaries(st.integers(0, 23), st.one_of(st.none(), SHARES), max_size=24),
    st.one_of(st.none(), SHARES),
    st.sampled_from(["up", "down"]),
)
def test_the_hours_named_are_those_that_miss_the_goal(
    by_hour: dict[int, float | None], goal: float | None, better: str
) -> None:
    text = english(claims.hours("Service level", by_hour, goal, better, load=goal is None), TITLE)
    told = {hour: value for hour, value in by_hour.items() if value is not None}
    hours = {int(found) for found in re.findall(r"(\d+) h\b", text)}
    if goal is None:
        assert hours == ({h for h, v in told.items() if v == max(told.values())} if any(told.values()) else set())
        return
    late = {hour for hour, value in told.items() if (value < goal if better == "up" else value > goal)}
    if "hours with enough" in text or "only hour with enough" in text:
        assert not late
        assert EN.value(goal, "percent") in text
    elif found := re.search(r"in (\d+) of (\d+) hours", text):
        assert (int(found[1]), int(found[2])) == (len(late), len(told))
        assert hours <= late
        worst = (min if better == "up" else max)(told.values())
        assert all(told[hour] == worst for hour in hours)
    elif "missed" in text:
        assert hours == late


@given(st.lists(SHARES, max_size=20), st.one_of(st.none(), SHARES), st.sampled_from(["up", "down"]))
def test_the_agents_counted_are_those_that_miss_the_goal(values: list[float], goal: float | None, better: str) -> None:
    text = english(claims.agents([(one, goal) for one in values], better, "percent"), TITLE)
    if goal is None or not values:
        assert text == "Productivity by agent"
        return
    late = sum(value < goal if better == "up" else value > goal for value in values)
    if len(values) == 1:
        assert text.startswith("The only agent with enough cases " + ("misses" if late else "meets"))
    elif late == 0:
        assert text.startswith(f"All {len(values)} agents")
    else:
        assert text.startswith(f"{'One' if late == 1 else late} of {len(values)} agents miss")
    assert EN.value(goal, "percent") in text


@given(*(st.one_of(st.none(), NUMBERS) for _ in range(3)))
def test_a_value_stands_above_or_below_what_it_is_compared_with(
    value: float | None, before: float | None, goal: float | None
) -> None:
    text = english(claims.standing("Cash collected", value, before, goal), TITLE)
    for what, base in (("last year", before), ("target", goal)):
        found = re.search(rf"(above|below) {what}", text)
        if value is None or base is None or value == base:
            assert found is None
        else:
            assert found is not None
            assert found[1] == ("above" if value > base else "below")


@given(NUMBERS, NUMBERS)
def test_the_bridge_says_what_was_lost_of_what_was_added(added: float, lost: float) -> None:
    text = english(claims.bridge(added, lost), TITLE)
    if "take" in text:
        assert 0 < lost <= added
        assert EN.percent(lost / added) in text
    elif "More" in text:
        assert lost > added > 0
    elif "none was added" in text:
        assert added == 0 < lost
    elif "Nothing was lost" in text:
        assert lost == 0 < added
    else:
        assert added == lost == 0
    if "take" not in text and added != lost:
        assert EN.value(added - lost, "money", "COP", sign=True) in text


@given(st.lists(st.tuples(st.one_of(st.none(), NUMBERS), st.one_of(st.none(), NUMBERS)), max_size=12))
def test_the_months_counted_are_those_below_their_plan(months: list[tuple[float | None, float | None]]) -> None:
    text = english(claims.plan("Bookings", months), TITLE)
    both = [(a, p) for a, p in months if a is not None and p is not None]
    below = sum(a < p for a, p in both)
    if not both:
        assert "without a plan" in text
    elif below == 0:
        assert text == (
            f"Each of {len(both)} months with a plan is on or above it"
            if len(both) > 1
            else "The only month with a plan is on or above it"
        )
    elif len(both) == 1:
        assert text == "The only month with a plan is below it"
    else:
        assert text == f"{'One' if below == 1 else below} of {len(both)} months below plan"


@given(st.lists(SHARES, min_size=7, max_size=24))
def test_younger_cohorts_leave_sooner_only_when_fewer_stay(values: list[float]) -> None:
    found = series(values)
    text = english(claims.cohorts(found, values[-1], found.since, 3), TITLE)
    last = values[-1]
    if "sooner" in text:
        assert found.limits is not None
        assert last < found.limits.centre
    if "longer" in text:
        assert found.limits is not None
        assert last > found.limits.centre


@given(st.one_of(st.none(), NUMBERS), st.one_of(st.none(), NUMBERS), st.one_of(st.none(), NUMBERS))
def test_the_month_meets_its_plan_or_not(value: float | None, before: float | None, goal: float | None) -> None:
    text = english(claims.result("Bookings", "money", value, before, goal))
    if value is None:
        assert text == "The month has no result yet."
        return
    assert EN.value(value, "money", "COP") in text
    if goal is not None:
        assert ("meets" in text, "misses" in text) == (value >= goal, value < goal)
        assert EN.value(goal, "money", "COP") in text
    elif before is not None:
        assert ("more than" in text, "less than" in text) == (value > before, value < before)


@given(
    st.lists(SHARES, min_size=11, max_size=24),
    st.lists(SHARES, min_size=11, max_size=24),
    st.lists(SHARES, min_size=11, max_size=24),
)
def test_the_decision_asked_follows_from_what_really_got_worse(
    tier: list[float], payments: list[float], kept: list[float]
) -> None:
    churn, failed, retention = series(tier, "down"), series(payments, "down"), series(kept, "up")
    book = [("Customer retention", "percent", retention)]
    base = english(claims.base(("medium", churn), None, failed, book))
    worse = "Customer retention" if retention.kind == "worse" else None
    measured = [("Customer retention", retention)]
    decision = english(claims.decision(("medium", churn), failed, worse, None, measured))
    assert ("medium tier" in decision) == (churn.kind == "worse")
    assert ("failed payments" in decision) == (failed.kind == "worse")
    if "No decision" in decision:
        assert "worse" not in (churn.kind, failed.kind, retention.kind)
    if "Churn of the medium tier rose" in base:
        centre, _ = usual(tier)
        assert tier[-1] > centre
        assert EN.percent(centre) in base
    if "Failed payments are" in base:
        assert payments[-1] > usual(payments)[0]
    if "worse since" in base:
        assert kept[-1] < usual(kept)[0]
    if "better since" in base:
        assert kept[-1] > usual(kept)[0]


@given(st.integers(0, 10), st.integers(0, 10))
def test_the_objectives_counted_are_those_met(met: int, missed: int) -> None:
    text = english(claims.objectives(met, met + missed), TITLE)
    if met + missed == 1:
        assert text == ("The only objective is met" if met else "The only objective is missed")
    else:
        assert text == (f"{met} of {met + missed} objectives met" if met + missed else "No objective is known")


@given(st.lists(st.sampled_from(PROCESSES), max_size=6), st.integers(0, 6))
def test_the_gaps_counted_are_those_found(processes: list[str], more: int) -> None:
    found = [("CSAT (top two of five)", one) for one in processes]
    text = english(claims.gaps(found, len(found) + more), TITLE)
    if found:
        assert text.startswith("One result" if len(found) == 1 else f"{len(found)} results")
        assert len(text) <= TITLE
        if "," in text:
            assert EN.name(processes[0]) in text
    else:
        one, several = "The only result that can", f"Each of the {more} results that can"
        assert text.startswith((one if more == 1 else several) if more else "No target is known")


@given(SHARES, SHARES)
def test_a_shift_goes_from_its_routine_to_where_it_is(usual_value: float, now: float) -> None:
    found = series([usual_value] * 10 + [now] * 8)
    said = claims.shift("Win rate", "percent", found)
    if now == usual_value:
        assert said is None
        return
    assert said is not None
    text = english(said)
    assert ("rose" in text, "fell" in text) == (now > usual_value, now < usual_value)
    value = said.part("value")
    assert isinstance(value, Amount)
    assert value.x == pytest.approx(now)
    assert text.endswith(f"its routine is {EN.percent(usual_value)}")


@pytest.mark.parametrize("kind", TEXTS)
def test_every_text_names_parts_that_its_shorter_forms_also_have(kind: str) -> None:
    gaps = [set(re.findall(r"\{(\w+)\}", text)) for text in TEXTS[kind]]
    assert all(shorter <= gaps[0] | {"count", "all", "changed", "judged"} for shorter in gaps)


@given(st.text("abcdefgh XYZ", min_size=1, max_size=150))
def test_no_title_is_longer_than_eighty_characters(name: str) -> None:
    found = series([0.5, 0.6] * 5 + [0.1])
    for words in (EN, ES):
        said = claims.movement(name, "percent", found, 0.1, goal=0.5, missed=True)
        assert len(sentences.say(said, words, "COP", TITLE)) <= TITLE


@pytest.mark.parametrize(
    ("said", "english_text", "spanish_text"),
    [
        (claims.plan("Bookings", [(90.0, 100.0)]), "The only month with a plan is below it",
         "El único mes con plan está por debajo"),
        (claims.objectives(1, 1), "The only objective is met", "El único objetivo se cumplió"),
        (claims.objectives(0, 1), "The only objective is missed", "El único objetivo no se cumplió"),
        (claims.relations(1, 1), "In the only process tested satisfaction is associated with time",
         "En el único proceso analizado, la satisfacción se asocia con el tiempo"),
    ],
)  # fmt: skip
def test_a_count_of_one_is_said_as_one(said: Claim, english_text: str, spanish_text: str) -> None:
    assert sentences.say(said, EN) == english_text
    assert sentences.say(said, ES) == spanish_text
