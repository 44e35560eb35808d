"""Two answers about one company, side by side: a number is equal, absent or incomplete with its reason, or a fault."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.scenarios.catalogue import UNBOUNDED
from tests.scenarios.real_life.exports import Export, Telling

Answer = Mapping[str, Any]
PERCENT = frozenset(UNBOUNDED)
# What a unit can be, where no decision says that a metric of it may leave these bounds; UNBOUNDED names those that may.
LEAST, MOST = {"seconds": 0.0, "hours": 0.0, "days": 0.0, "percent": 0.0}, {"percent": 1.0}


@dataclass(frozen=True, kw_only=True)
class Told:
    """One reading, as a project told it."""

    value: float | None
    """In the metric's unit; None where there is none."""
    low: float | None
    """The lower end of its interval; None without one."""
    high: float | None
    """The upper end of its interval; None without one."""
    complete: bool
    """Whether the project stands by it."""
    reason: str | None
    """Why it is absent or not complete; None where nothing is told."""
    parts: tuple[float | None, float | None]
    """Numerator and denominator; None where they are not told."""


@dataclass
class Verdict:
    """What became of the numbers of one company."""

    equal: int = 0
    """Numbers told as complete that are right; of a company judged by its intervals, the intervals that hold."""
    faults: list[str] = field(default_factory=list)
    refused: str = ""


def judge(told: Telling, clean: Answer, real: Answer, units: Mapping[str, str]) -> Verdict:
    """Every reading of the real company against the clean one; a fault says metric, month, got and right."""
    if "refused" in clean:
        return Verdict(faults=[f"the clean company is refused: {clean['refused']}"])
    if "refused" in real:
        return Verdict(refused=str(real["refused"]))
    if clean["rejected"]:
        return Verdict(faults=[f"{clean['rejected']} rows of the clean company are left out"])
    verdict = Verdict()
    for metric in clean["readings"].keys() | real["readings"].keys():
        if metric in told.free or (told.only and metric not in told.only):
            continue
        if told.intervals:
            readings = real["readings"].get(metric, ())
            wrong = list(_intervals(metric, readings, units.get(metric, "")))
            verdict.faults += wrong
            verdict.equal += sum(low is not None for _, _, low, *_ in readings) - len(wrong)
            continue
        _compare(told, metric, _by_month(clean, metric), _by_month(real, metric), verdict)
    verdict.faults.sort()
    return verdict


def _compare(
    told: Telling, metric: str, clean: Mapping[date, Told], real: Mapping[date, Told], verdict: Verdict
) -> None:
    for month, got in real.items():
        if got.value is None or not got.complete:
            if got.reason is None:
                verdict.faults.append(f"{metric} {month:%Y-%m}: absent or incomplete, and no reason why")
            continue
        right = _right(told, metric, month, clean.get(month))
        room = _room(got, right) if told.may_move else 0.0
        if right is not None and math.isclose(got.value, right, rel_tol=1e-9, abs_tol=max(1e-9, room)):
            verdict.equal += 1
        else:
            verdict.faults.append(f"{metric} {month:%Y-%m}: got {got.value:.10g}, right {_said(right)}")


def _right(told: Telling, metric: str, month: date, clean: Told | None) -> float | None:
    """What a number must be when it is told as complete; None: it must not be told."""
    if month in told.right.get(metric, ()):
        return told.right[metric][month]
    value = clean.value if clean else None
    more = told.added.get(metric, {}).get(month, 0.0)
    if not more:
        return value
    numerator, denominator = clean.parts if clean else (None, None)
    if denominator:
        return ((numerator or 0.0) + more) / denominator
    return (value or 0.0) + more


def _room(got: Told, right: float | None) -> float:
    """How far a value may move by the rows left out: half its interval, or 1 % where it has none."""
    if got.low is not None and got.high is not None:
        return (got.high - got.low) / 2
    return abs(right or 0.0) * 0.01


def _intervals(metric: str, readings: Any, unit: str) -> Iterator[str]:
    for month, value, low, high, *_ in readings:
        if value is None or low is None:
            continue
        room = 1e-9 * max(1.0, abs(value))
        if low > value + room or (high is not None and high < value - room):
            yield f"{metric} {month[:7]}: {value:.6g} is not within {low:.6g} … {_said(high)}"
        elif metric not in PERCENT and low < LEAST.get(unit, -math.inf) - 1e-9:
            yield f"{metric} {month[:7]}: an interval from {low:.6g}, right from {LEAST[unit]:g}"
        elif metric not in PERCENT and high is not None and high > MOST.get(unit, math.inf) + 1e-9:
            yield f"{metric} {month[:7]}: an interval to {high:.6g}, right to {MOST[unit]:g}"
        elif metric == "nps" and low == high:
            yield f"{metric} {month[:7]}: {value:.6g} with no room around it"


def _by_month(answer: Answer, metric: str) -> dict[date, Told]:
    return {
        date.fromisoformat(month): Told(
            value=value, low=low, high=high, complete=complete, reason=reason, parts=(numerator, denominator)
        )
        for month, value, low, high, complete, reason, numerator, denominator in answer["readings"].get(metric, ())
    }


def _said(value: float | None) -> str:
    return "absent" if value is None else f"{value:.10g}"


def ways(export: Export) -> list[Export]:
    """An export and what its user would have written otherwise."""
    return [export, *(ways(export.otherwise) if export.otherwise else ())]
