"""What a plan has done by now: confirmed, no effect, worse, or not yet; it may be asked every week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from math import isfinite, sqrt
from typing import Any, Literal

import numpy as np

from crm_metrics.analysis.certainty import LEAST, MOST
from crm_metrics.analysis.effects.baseline import (
    Baseline,
    Weekly,
    alike,
    known,
    no_spread,
    remembered,
    trending,
)
from crm_metrics.analysis.effects.looks import FIRST, reach
from crm_metrics.analysis.effects.worth import gained
from crm_metrics.analysis.relating.regression import Estimate
from crm_metrics.analysis.signals import Observation
from crm_metrics.analysis.trends import EITHER

PLANNED = 8  # weeks

State = Literal["confirmed", "not_yet", "no_effect", "worse"]
Why = Literal[
    "direction",  # nobody says which way is better
    "baseline",  # too few weeks before
    "pairs",  # too few weeks before that the comparison unit has too
    "constant",  # a baseline without spread tells nothing of chance
    "weeks",  # too few weeks since
    "open",  # the interval holds nothing, and an effect that matters
    "unstated",  # it holds nothing, and nobody has said which effect matters
    "trend",  # the metric went that way before the plan already
    "season",  # without what the time of the year usually makes of these weeks it would be another state
    "guardrail",  # what was to be kept is surely worse
    "beyond",  # the whole interval lies on the good side
    "small",  # so it does, and below the effect that matters
    "excluded",  # the interval holds no effect that matters
    "against",  # the whole interval lies on the bad side
]


@dataclass(frozen=True)
class Comparison:
    """A unit that the plan does not touch, over the same weeks."""

    baseline: Baseline
    since: Sequence[Observation]


@dataclass(frozen=True, kw_only=True)
class PlanCourse:
    """A metric before and since a plan, and what would be good of it."""

    baseline: Baseline
    """As it was locked when the plan was opened."""
    since: Sequence[Observation]
    """The weeks since; those of the baseline, the one that opened the plan, and weeks not settled are passed over."""
    better: str
    """"up" or "down"."""
    matters: float | None = None
    """The least effect that matters, or the one expected, without its sign: only its absence is called no effect."""
    comparison: Comparison | None = None
    """Whose own change is taken off."""
    planned: int = PLANNED
    """The weeks with a value after which the last look is taken; what comes later changes nothing any more."""
    usual: Mapping[date, float] = field(default_factory=dict)
    """By week, what its time of the year usually makes it differ by, in the metric's unit; {} where that is not known.
    What a comparison unit shares is gone already."""


@dataclass(frozen=True, kw_only=True)
class EffectVerdict:
    """What a plan has done by now."""

    state: State
    """A success is only what is sure; what is not known is "not_yet"."""
    why: Why
    """What the state rests on."""
    better: str
    """As it was asked."""
    effect: float | None = None
    """After less before, less that of the comparison unit, and without what is `carried`; in the metric's unit."""
    low: float | None = None
    """The lower end of the interval that holds at every look, 5 % beyond each end; None before the first look."""
    high: float | None = None
    """With `low`: that interval."""
    before: float | None = None
    """The mean of the baseline."""
    after: float | None = None
    """The mean of the weeks since."""
    weeks: int = 0
    """How many weeks since the plan are judged."""
    looks: int = 0
    """How many looks were paid for by now."""
    last: bool = False
    """Whether this was the last look that was planned."""
    memory: float = 0.0
    """The autocorrelation that widens the interval."""
    carried: float = 0.0
    """What of the effect is given back for the week that opened the plan, which the weeks after remember."""
    compared: bool = False
    """Whether a comparison unit's change was taken off."""
    guardrails: Mapping[str, State] = field(default_factory=dict)
    """The verdict of each metric that was to be kept."""

    @property
    def estimate(self) -> Estimate | None:
        """The effect with its interval; None before a look."""
        if self.effect is None or self.low is None or self.high is None:
            return None
        return Estimate(self.effect, self.low, self.high)

    def worth(self, value: float) -> Estimate | None:
        """The effect in money with its range, given what one unit of improvement is worth; None before a look."""
        return None if self.estimate is None else gained(self.estimate, value, self.better)


@dataclass(frozen=True, kw_only=True)
class _Sides:
    """What is held against each other: weeks before and after, of the metric or of its distance to the other unit."""

    before: Weekly
    """The weeks of the baseline."""
    after: Weekly
    """Those since the plan that are judged."""
    level: float | None
    """The mean of the metric itself since the plan."""
    trigger: float | None
    """The value of the week that opened the plan."""
    opened: int
    """The number of that week."""
    memory: float
    """The correlation of a week with the one before."""
    usual: float
    """What the time of the year usually lifts the weeks since by, above those before."""

    @property
    def effect(self) -> float | None:
        return self.after.mean - self.before.mean if len(self.before) and len(self.after) else None


def verdict(course: PlanCourse, guardrails: Mapping[str, PlanCourse] | None = None) -> EffectVerdict:
    """What the plan has done by the weeks that are there; with the metrics that were to be kept.

    Asked after every week, at most one of twenty plans without effect is ever confirmed, see `looks`: of metrics that
    keep their level, or whose comparison unit moves alike. `benchmarks/effects.py` counts it, and where it is more.
    """
    found = _judged(course)
    kept = {name: _judged(guardrail).state for name, guardrail in (guardrails or {}).items()}
    if found.state == "confirmed" and "worse" in kept.values():
        found = replace(found, state="not_yet", why="guardrail")
    return replace(found, guardrails=kept) if kept else found


def history(course: PlanCourse) -> tuple[EffectVerdict, ...]:
    """What each week's verdict said, from the first week on."""
    weeks = known(course.since, course.baseline.counts, after=course.baseline.opened)
    return tuple(verdict(replace(course, since=weeks[:end])) for end in range(1, len(weeks) + 1))


def _judged(course: PlanCourse) -> EffectVerdict:
    sides = _sides(course)
    lacking = _lacking(course, sides)
    if lacking or sides.effect is None:
        return _said(course, sides, state="not_yet", why=lacking or "weeks", effect=sides.effect)
    planned, judged = max(course.planned, FIRST), len(sides.after)
    half = reach(len(sides.before), judged, planned) * _error(sides)
    carried, more = _carried(sides)
    effect = sides.effect + carried
    low, high = effect - half + min(more, 0.0), effect + half + max(more, 0.0)
    state, why = _state(course, low, high)
    season = 0.0 if course.comparison else sides.usual
    if _before_already(course, sides, state):
        state, why = "not_yet", "trend"
    elif state != "not_yet" and state != _state(course, low - season, high - season)[0]:
        state, why = "not_yet", "season"
    looks = judged - FIRST + 1
    return _said(
        course,
        sides,
        state=state,
        why=why,
        effect=effect,
        low=low,
        high=high,
        carried=carried,
        looks=looks,
        last=judged >= planned,
    )


def _said(course: PlanCourse, sides: _Sides, **found: Any) -> EffectVerdict:
    return EffectVerdict(
        better=course.better,
        before=course.baseline.mean,
        after=sides.level,
        weeks=len(sides.after),
        memory=sides.memory,
        compared=course.comparison is not None,
        **found,
    )


def _state(course: PlanCourse, low: float, high: float) -> tuple[State, Why]:
    least, most = (low, high) if course.better == "up" else (-high, -low)
    matters = abs(course.matters) if course.matters and isfinite(course.matters) else None
    if least > 0:
        return "confirmed", "small" if matters is not None and most < matters else "beyond"
    if most < 0:
        return "worse", "against"
    if matters is None:
        return "not_yet", "unstated"
    return ("not_yet", "open") if most >= matters else ("no_effect", "excluded")


def _before_already(course: PlanCourse, sides: _Sides, state: State) -> bool:
    """Whether the metric surely went before the plan where it is said to have gone since; either way for no effect."""
    if state == "not_yet":
        return False
    trend = trending(sides.before, sides.memory) if course.comparison else course.baseline.trend
    towards = trend if course.better == "up" else -trend
    return abs(trend) > EITHER if state == "no_effect" else (towards if state == "confirmed" else -towards) > EITHER


def _lacking(course: PlanCourse, sides: _Sides) -> Why | None:
    """Why there is no interval yet."""
    if course.better not in ("up", "down"):
        return "direction"
    if len(course.baseline.weeks) < LEAST:
        return "baseline"
    if len(sides.before) < LEAST:
        return "pairs"
    if no_spread(sides.before) and not sides.before.chance.any():
        return "constant"
    return "weeks" if len(sides.after) < FIRST else None


def _sides(course: PlanCourse) -> _Sides:
    baseline, other = course.baseline, course.comparison
    before, after = baseline.held, _since(course.since, baseline)
    trigger = baseline.trigger.value if baseline.trigger else None
    judged = max(course.planned, FIRST)
    level = after.only(slice(judged)).mean if len(after) else None
    if other:
        before, after = _apart(before, other.baseline.held), _apart(after, _since(other.since, other.baseline))
        theirs = other.baseline.trigger.value if other.baseline.trigger else None
        trigger = None if trigger is None or theirs is None else trigger - theirs
    return _Sides(
        before=before,
        after=after.only(slice(judged)),
        level=level,
        trigger=trigger,
        opened=baseline.opened.toordinal() // 7,
        memory=remembered(before) if other else baseline.memory,
        usual=_usual(course, before, after.only(slice(judged))),
    )


def _usual(course: PlanCourse, before: Weekly, after: Weekly) -> float:
    """The mean of the weeks since less that of those before, of what their time of the year makes of them."""
    told = {day.toordinal() // 7: value for day, value in course.usual.items()}
    if not told or not len(before) or not len(after):
        return 0.0
    late, early = (
        np.average([told.get(int(place), 0.0) for place in side.places], weights=side.weights)
        for side in (after, before)
    )
    return float(late - early)


def _since(weeks: Sequence[Observation], baseline: Baseline) -> Weekly:
    return baseline.weekly(known(weeks, baseline.counts, after=baseline.opened))


def _apart(ours: Weekly, theirs: Weekly) -> Weekly:
    """The distance of two units, week by week where both are known: what both share is gone from it."""
    if not np.array_equal(ours.places, theirs.places):
        shared = np.intersect1d(ours.places, theirs.places)
        ours, theirs = (unit.only(np.isin(unit.places, shared)) for unit in (ours, theirs))
    return Weekly(ours.places, ours.values - theirs.values, ours.weights, ours.chance + theirs.chance)


def _error(sides: _Sides) -> float:
    """The standard error of the effect: of both means together, with what weeks remember of each other.

    The variance of a week is that of both sides around their own means. Where rows are behind it, what they make by
    chance stands for each week with its own rows, and only the rest is the same for all.
    """
    before, after, n = sides.before, sides.after, len(sides.before)
    shared = alike(np.concatenate([before.places, after.places]), sides.memory)
    freedom = before.freedom(shared[:n, :n]) + after.freedom(shared[n:, n:])
    chance = np.concatenate([before.chance, after.chance])
    rest = max((before.squares + after.squares) / freedom - float(chance.mean()), 0.0)
    parts = np.concatenate([-before.parts, after.parts]) * np.sqrt(rest + chance)
    return sqrt(float(parts @ shared @ parts))


def _carried(sides: _Sides) -> tuple[float, float]:
    """What the week that opened the plan takes from the effect, and how much more it may take.

    The weeks after remember it, so that much of its distance from the baseline is in them without any plan. More may
    be: memory can be a standard error larger than it is taken for; and a baseline in which no week was as bad, or the
    plan had been opened then, lies too high until that week is counted in. That only keeps a plan from being called
    worse for nothing: a success has to do without it.
    """
    if sides.trigger is None:
        return 0.0, 0.0
    distance, n = sides.before.mean - sides.trigger, len(sides.before)
    weeks = sides.after.places - sides.opened
    kept, most = (
        float(sides.after.parts @ memory**weeks) for memory in (sides.memory, min(sides.memory + 1 / sqrt(n), MOST))
    )
    return distance * kept, distance * (most - kept + 1 / (n + 1))
