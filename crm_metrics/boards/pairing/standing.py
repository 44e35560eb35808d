"""Where a unit stands: on which side of the middle in both measures, how surely, and the word for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from crm_metrics.analysis.relating.family import RATE
from crm_metrics.analysis.relating.quadrants import both_apart
from crm_metrics.boards.bodies.quadrant import Standing
from crm_metrics.boards.core import Chip, ChipKind
from crm_metrics.boards.pairing.readings import PairedUnit, PairReading
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.registry import metric_of
from crm_metrics.words import Words, mark

Side = Literal["fast", "slow", "cheap", "dear", "high", "low"]
ALONE = 0.05  # what the whole interval of a unit beyond the middle comes to

CORNERS: Mapping[tuple[Side, bool], str] = {
    ("fast", True): mark("Fast and well rated"),
    ("fast", False): mark("Fast and poorly rated"),
    ("slow", True): mark("Slow and well rated"),
    ("slow", False): mark("Slow and poorly rated"),
    ("cheap", True): mark("Low cost and well rated"),
    ("cheap", False): mark("Low cost and poorly rated"),
    ("dear", True): mark("High cost and well rated"),
    ("dear", False): mark("High cost and poorly rated"),
    ("high", True): mark("High yield and well rated"),
    ("high", False): mark("High yield and poorly rated"),
    ("low", True): mark("Low yield and well rated"),
    ("low", False): mark("Low yield and poorly rated"),
}
NAMES: Mapping[tuple[Side, bool], str] = {  # of the two corners in which productivity and satisfaction part
    ("fast", False): mark("fast that hurts"),
    ("slow", True): mark("slow that delights"),
}


def sides(metric: Metric) -> tuple[Side, Side]:
    """What less of a measure of productivity is, and what more of it is."""
    if metric.unit in ("seconds", "minutes", "hours"):
        return "fast", "slow"
    if metric.unit.startswith("money"):
        return ("cheap", "dear") if metric.better == "down" else ("low", "high")
    return "slow", "fast"


def corners(metric: Metric, words: Words) -> tuple[str, str, str, str]:
    """The words at the top left, the top right, the bottom left and the bottom right."""
    left, right = sides(metric)
    return (
        words(CORNERS[left, True]),
        words(CORNERS[right, True]),
        words(CORNERS[left, False]),
        words(CORNERS[right, False]),
    )


def place(one: PairedUnit, pair: PairReading) -> tuple[Side, bool] | None:
    """On which sides of the middle a unit surely is; None where it can't be judged, or either may be chance."""
    if one.q is None or one.q > RATE or pair.centre is None:
        return None
    point, (x, y) = one.point, pair.centre
    if both_apart(point, pair.centre) > ALONE:
        return None
    return sides(metric_of(pair.choice.productivity))[point.x > x], point.y > y


def named(one: PairedUnit, pair: PairReading) -> Standing:
    """Whether a unit has a name: bad where it is fast and harms, good where it is slow and delights."""
    found = place(one, pair)
    return "plain" if found is None or found not in NAMES else "good" if found[1] else "bad"


def chip(one: PairedUnit, pair: PairReading, words: Words) -> Chip:
    """The state of a unit in shape and word."""
    if one.y is None:
        return Chip("empty", words("no answers"))
    if one.x is None:
        return Chip("empty", words("no measure"))
    if not one.judged:
        few = one.x.complete and one.y.complete
        return Chip("small", words("small sample")) if few else Chip("stale", words("incomplete"))
    found = place(one, pair)
    if found is None:
        return Chip("empty", words("inconclusive"))
    kind: ChipKind = "closed" if found not in NAMES else "better" if found[1] else "worse"
    return Chip(kind, words(NAMES.get(found, CORNERS[found])))
