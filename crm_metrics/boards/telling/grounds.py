"""What a sentence rests on, and whether that was judged: a claim without its grounds is not said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from crm_metrics.analysis.signals import Kind, Lacking, Signal
from crm_metrics.words import mark

# judged: held against its routine, or against its goal with enough rows. known: a complete value that is not judged.
State = Literal["judged", "known", "anew", "few", "late", "rows", "absent"]
Need = Literal["nothing", "known", "judged"]

MET: Mapping[Need, tuple[State, ...]] = {
    "nothing": (),
    "known": ("judged", "known", "anew", "few"),
    "judged": ("judged",),
}
WHY: Mapping[State, str] = {
    "judged": "",
    "known": mark("too short a history"),
    "anew": mark("too few periods since its new baseline"),
    "few": mark("too few cases"),
    "late": mark("its data do not reach this period"),
    "rows": mark("rows of it are missing or incomplete"),
    "absent": mark("no data"),
}
STATES: Mapping[str, State] = {
    "": "known",
    "points": "known",
    "n": "few",
    "late": "late",
    "rows": "rows",
    "anew": "anew",
}
# What is said of a metric that has no verdict, by what it lacks.
UNJUDGED: Mapping[Lacking, str] = {
    "": "too_few_points",
    "points": "too_few_points",
    "n": "too_few_n",
    "late": "too_late",
    "rows": "rows_left_out",
    "anew": "baseline_anew",
}


@dataclass(frozen=True)
class Ground:
    """One thing that a sentence rests on: a metric by its label, or a process or table by its id."""

    name: str
    state: State


Grounds = tuple[Ground, ...]


def of_signal(name: str, signal: Signal, value: float | None = 0.0) -> Ground:
    """A metric by what its signal says; without a value there is nothing to rest on."""
    if signal.kind != "small":
        return Ground(name, "judged")
    state = STATES[signal.lacking]
    return Ground(name, "absent" if value is None and state in ("known", "anew", "few") else state)


def of_kinds(kinds: Mapping[str, Kind]) -> Grounds:
    """The processes that were judged, of those that have a word."""
    return tuple(Ground(name, "judged") for name, kind in kinds.items() if kind != "small")


def of_values(name: str, *values: float | None) -> Ground:
    """A metric by whether every value that the sentence compares is there."""
    return Ground(name, "absent" if any(value is None for value in values) else "known")


def of_count(name: str, judged: int) -> Grounds:
    """So many results, people or months as were judged; none where there was none."""
    return (Ground(name, "judged"),) if judged else ()


def unmet(grounds: Iterable[Ground], need: Need) -> Grounds | None:
    """The grounds that do not carry a sentence with this need, () where it has none at all; None where all carry it."""
    if need == "nothing":
        return None
    given = tuple(grounds)
    lacking = tuple(ground for ground in given if ground.state not in MET[need])
    return lacking if lacking or not given else None
