"""Simulated plans: a stable metric of unit variance, opened in the first week below −1.5, and how they are judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from typing import Any

import numpy as np

from crm_metrics.analysis.effects.baseline import Baseline, lock
from crm_metrics.analysis.effects.cases import CaseRows, weekly_cases
from crm_metrics.analysis.effects.verdict import Comparison, PlanCourse, State, verdict
from crm_metrics.analysis.signals import Observation

Array = np.ndarray[Any, Any]

BEFORE = 20  # weeks of the baseline
SEARCHED = 60  # weeks in which a plan may be opened
AFTER = 8
LOW = -1.5  # deviations: the first week below opens the plan
DAYS = [date(2025, 1, 6) + timedelta(days=7 * week) for week in range(BEFORE + 1 + AFTER)]
OPENED = DAYS[BEFORE]
CASES = 60  # of a week, of two kinds that come in a share that moves
SHOCK, MIX, NOISE = 0.5, 0.35, 0.15  # of the variance of a week of cases: its own, that of the kinds, that of the cases
SPREAD = 0.15  # deviation of the share of hard cases around one half


@dataclass(frozen=True)
class Plans:
    """The weeks around each plan, a row for each: 20 before, the one that opened it, 8 after; none has any effect."""

    ours: Array
    theirs: Array
    """Of a unit that no plan touches."""
    values: Array | None = None
    """Of single cases: plans × weeks × cases."""
    kinds: Array | None = None


def steady(memory: float, count: int, seed: int, *, shared: float = 0.0, low: float = LOW) -> Plans:
    """So many series that are searched for a plan, with this autocorrelation; some three of two hundred open none.

    shared: how much of the variance of both units is the same. low: infinite where any week opens a plan.
    """
    draw = np.random.default_rng(seed)
    common, own, other = (_series(draw, memory, count) for _ in range(3))
    ours = sqrt(shared) * common + sqrt(1 - shared) * own
    theirs = sqrt(shared) * common + sqrt(1 - shared) * other
    rows, weeks = _opened(ours, low)
    return Plans(ours[rows, weeks], theirs[rows, weeks])


def of_cases(memory: float, count: int, seed: int) -> Plans:
    """The same where each week is the mean of single cases of two kinds."""
    draw = np.random.default_rng(seed)
    shock = sqrt(SHOCK) * _series(draw, memory / SHOCK, count)
    hard = draw.random((*shock.shape, CASES), dtype=np.float32) < draw.normal(0.5, SPREAD, (*shock.shape, 1))
    gap = sqrt(MIX / (SPREAD**2 + (0.25 - SPREAD**2) / CASES))
    share = hard.mean(axis=2) - 0.5
    noise = sqrt(NOISE) * draw.standard_normal(shock.shape)  # of the mean of a week
    rows, weeks = _opened(shock + gap * share + noise)
    each = draw.standard_normal((len(rows), len(DAYS), CASES), dtype=np.float32) * sqrt(NOISE * CASES)
    each += (noise[rows, weeks] - each.mean(axis=2))[:, :, None]
    values = shock[rows, weeks][:, :, None] + gap * (hard[rows, weeks] - 0.5) + each
    return Plans(values.mean(axis=2), np.empty(0), values, hard[rows, weeks].astype(int))


def _series(draw: np.random.Generator, memory: float, count: int) -> Array:
    steps = draw.standard_normal((count, BEFORE + SEARCHED + AFTER))
    values = steps.copy()
    for week in range(1, steps.shape[1]):
        values[:, week] = memory * values[:, week - 1] + sqrt(1 - memory**2) * steps[:, week]
    return values


def _opened(series: Array, low: float = LOW) -> tuple[Array, Array]:
    """The rows that open a plan, and the weeks around each."""
    bad = series[:, BEFORE : BEFORE + SEARCHED] < low
    rows = np.flatnonzero(bad.any(axis=1))
    return rows[:, None], bad[rows].argmax(axis=1)[:, None] + np.arange(len(DAYS))


@dataclass(frozen=True, kw_only=True)
class Judging:
    """What happens to the plans of a simulation, and what the judge is told."""

    effect: float = 0.0
    """Of the plan, from its first week on; 1 is what is expected of each."""
    drift: float = 0.0
    """By how much both units rise in twenty weeks without any plan."""
    shift: float = 0.0
    """By how much both units rise when the plan begins, for another reason."""
    compared: bool = False
    """The judge is told of the other unit."""
    by_case: bool = False
    """The judge is told of the cases and their kinds."""


def judged(plans: Plans, told: Judging) -> dict[State, int]:
    """How many plans the product's verdict ever calls so, asked after each of the eight weeks."""
    counts: dict[State, int] = {"confirmed": 0, "not_yet": 0, "no_effect": 0, "worse": 0}
    common = told.drift * (np.arange(len(DAYS)) - BEFORE) / BEFORE + told.shift * (np.arange(len(DAYS)) > BEFORE)
    ours = plans.ours + common + told.effect * (np.arange(len(DAYS)) > BEFORE)
    theirs = plans.theirs + common if told.compared else None
    for place in range(len(ours)):
        baseline, since = _cases(plans, told, place) if told.by_case else _weeks(ours[place])
        other = _weeks(theirs[place]) if theirs is not None else None
        said = set()
        for week in range(1, AFTER + 1):
            comparison = Comparison(other[0], other[1][:week]) if other else None
            course = PlanCourse(baseline=baseline, since=since[:week], better="up", matters=1.0, comparison=comparison)
            said.add(verdict(course).state)
        for state in said:
            counts[state] += 1
    return counts


def _weeks(values: Array) -> tuple[Baseline, Sequence[Observation]]:
    weeks = [Observation(day, float(value)) for day, value in zip(DAYS, values, strict=True)]
    return lock(weeks[: BEFORE + 1], OPENED), weeks[BEFORE + 1 :]


def _cases(plans: Plans, told: Judging, place: int) -> tuple[Baseline, Sequence[Observation]]:
    assert plans.values is not None and plans.kinds is not None
    values = plans.values[place] + told.effect * (np.arange(len(DAYS)) > BEFORE)[:, None]
    days = [day for day in DAYS for _ in range(CASES)]
    found = weekly_cases(CaseRows(days, values.ravel().tolist(), plans.kinds[place].ravel().tolist()), OPENED)
    return lock(found.weeks, OPENED, counts="scores", deviation=found.deviation), found.weeks[BEFORE + 1 :]


def other_ways(plans: Plans, effect: float, memory: float) -> dict[str, int]:
    """How many plans other ways of judging call a success; those of `requirements.md`, all plans at once."""
    before, trigger = plans.ours[:, :BEFORE], plans.ours[:, BEFORE]
    after = plans.ours[:, BEFORE + 1 :] + effect
    four_before = plans.ours[:, BEFORE - 3 : BEFORE + 1].mean(axis=1)
    behaviour = _behaviour(before, after)
    apart = _apart(plans, effect, memory)
    ways = {
        "mean of the next 4 weeks above the bad week": after[:, :4].mean(axis=1) > trigger,
        "the bad week and 1 sd more, reached in week 8": after[:, -1] >= trigger + 1,
        "4 weeks before against 4 after": after[:, :4].mean(axis=1) > four_before,
        "XmR rules on a locked baseline": behaviour,
        "difference to a comparison team in week 8, 5 % one-sided, autocorrelation known": apart,
        "both of the last two": behaviour & apart,
    }
    return {name: int(found.sum()) for name, found in ways.items()}


def _behaviour(before: Array, after: Array) -> Array:
    sigma = np.abs(np.diff(before, axis=1)).mean(axis=1, keepdims=True) / 1.128
    away = (after - before.mean(axis=1, keepdims=True)) / sigma
    three = [(away[:, start : start + 4] > 1.5).sum(axis=1) >= 3 for start in range(AFTER - 3)]
    return np.asarray((away > 0).all(axis=1) | (away > 3).any(axis=1) | np.any(three, axis=0))


def _apart(plans: Plans, effect: float, memory: float) -> Array:
    ours, theirs = (
        unit[:, BEFORE + 1 :].mean(axis=1) - unit[:, :BEFORE].mean(axis=1) for unit in (plans.ours, plans.theirs)
    )
    spread = sum(unit[:, :BEFORE].var(axis=1, ddof=1) for unit in (plans.ours, plans.theirs))
    error = np.sqrt(spread * (1 / BEFORE + 1 / AFTER) * (1 + memory) / (1 - memory))
    return np.asarray((ours + effect - theirs) / error > 1.645)
