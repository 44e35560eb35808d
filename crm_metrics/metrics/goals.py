"""The goals of a company: what each metric should reach, for whom, and since when."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from crm_metrics.errors import DataError
from crm_metrics.metrics.core import Metric
from crm_metrics.warehouse.store import Warehouse

FILE = Path("data/targets.csv")
SCOPES = ("process", "team", "agent", "tier", "touchpoint")
_COLUMNS = ("process", "team", "agent_id", "value_tier", "touchpoint_id")


@dataclass(frozen=True)
class Goal:
    """A goal and its amber band, both in the metric's unit (a percentage as a fraction)."""

    goal: float
    tolerance: float


@dataclass(frozen=True)
class Target:
    """One goal as declared: for whom (None = all), from a day, up to but not on another."""

    metric: str
    cadence: str
    scope: tuple[str | None, ...]
    goal: Goal
    valid_from: date
    valid_to: date | None


def goal_for(
    warehouse: Warehouse,
    metric: str | Metric,
    cadence: str,
    day: date,
    *,
    process: str | None = None,
    team: str | None = None,
    agent: str | None = None,
    tier: str | None = None,
    touchpoint: str | None = None,
) -> Goal | None:
    """The goal of a metric for the period of this cadence that holds `day`, or None.

    `data/targets.csv` comes before the `target` table. The most specific scope wins. A goal for everybody also judges a
    part of them where the metric is a ratio; a sum has a goal of its own scope or none. A goal holds for its own
    cadence only: nothing is divided over days or added over months.
    """
    known = metric if isinstance(metric, Metric) else _metric(metric)
    name = metric.name if isinstance(metric, Metric) else metric
    asked = (process, team, agent, tier, touchpoint)
    own = known.process if known else None
    additive = known is not None and not known.denominator and known.on != "period" and known.aggregation != "quantile"
    for declared in (_file(FILE, _stamp(FILE)), _table(warehouse)):
        fitting = [
            one
            for one in declared
            if one.metric == name
            and one.cadence == cadence
            and one.valid_from <= day
            and (one.valid_to is None or day < one.valid_to)
            and _fits(one.scope, asked, own, additive)
        ]
        if fitting:
            return max(fitting, key=lambda one: (_specific(one.scope), one.valid_from)).goal
    return None


def _metric(name: str) -> Metric | None:
    from crm_metrics.metrics import CATALOGUE  # the catalogue's modules import what this one needs, too

    return CATALOGUE.get(name.removesuffix("_forecast"))  # a forecast is judged like what it foretells


def _fits(declared: tuple[str | None, ...], asked: tuple[str | None, ...], process: str | None, additive: bool) -> bool:
    first, *others = zip(declared, asked, strict=True)
    people = [have for have, want in others[:2] if have is not None and have == want]  # they are of one process anyway
    if first[0] is not None and first[0] not in (first[1], process) and not (first[1] is None and people):
        return False
    if additive:
        return all(have == want for have, want in others) and (first[0] is not None or first[1] in (None, process))
    return all(have is None or have == want for have, want in others)


def _specific(scope: tuple[str | None, ...]) -> tuple[int, tuple[bool, ...]]:
    """How narrow a scope is: by the number of its parts, then agent before team before the rest."""
    process, team, agent, tier, touchpoint = (part is not None for part in scope)
    return sum(part is not None for part in scope), (agent, team, touchpoint, tier, process)


def _table(warehouse: Warehouse) -> tuple[Target, ...]:
    return tuple(Target(row[0], row[1], tuple(row[2:7]), Goal(row[7], row[8]), *row[9:]) for row in warehouse.targets)


def _stamp(path: Path) -> tuple[int, int] | None:
    if not path.is_file():
        return None
    found = path.stat()
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=4)
def _file(path: Path, stamp: tuple[int, int] | None) -> tuple[Target, ...]:
    if stamp is None:
        return ()
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return tuple(_read(path, number, row) for number, row in enumerate(csv.DictReader(lines), start=2))


def _read(path: Path, line: int, row: dict[str, str | None]) -> Target:
    def text(name: str) -> str | None:
        return (row.get(name) or "").strip() or None

    def number(name: str, missing: str = "") -> float:
        value = text(name) or missing
        try:
            return float(value)
        except ValueError as error:
            raise DataError(
                "{file}, line {line}, column {column}: '{value}' is not a number with a decimal point, as 0.85.",
                file=path.as_posix(),
                line=line,
                column=name,
                value=value,
            ) from error

    def day(name: str) -> date:
        value = text(name) or ""
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise DataError(
                "{file}, line {line}, column {column}: '{value}' is not a day written as 2026-01-31.",
                file=path.as_posix(),
                line=line,
                column=name,
                value=value,
            ) from error

    scope = tuple(text(name) for name in _COLUMNS)
    goal = Goal(number("goal"), number("tolerance", "0"))
    ends = day("valid_to") if text("valid_to") else None
    return Target(text("metric") or "", text("cadence") or "", scope, goal, day("valid_from"), ends)
