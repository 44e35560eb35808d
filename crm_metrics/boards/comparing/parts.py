"""The teams, touchpoints, channels and tiers of a result over four weeks: plain, at equal mix, and whether for sure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from crm_metrics.analysis.relating.family import RATE, q_values
from crm_metrics.analysis.relating.mix import Stratum, standardised
from crm_metrics.analysis.relating.strata import contrast
from crm_metrics.boards.behind.provenance import Provenance, of_days
from crm_metrics.boards.facts import WeeklyFacts
from crm_metrics.boards.series import Indicator, Series, asked_of, collect, left_out, offered
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.readings import Reading
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse import roster
from crm_metrics.warehouse.store import Warehouse

WEEKS = 4
DIMENSIONS = ("team", "touchpoint", "channel", "tier")
MIX = ("reason", "channel", "tier")
SAME = 1e-9  # a smaller distance to the level of all is none


@dataclass(frozen=True, kw_only=True)
class PartOfResult:
    """One team, touchpoint, channel or tier within a result."""

    indicator: Indicator
    """Of what it is a part."""
    dimension: str
    """What it is a value of: one of DIMENSIONS."""
    value: str
    """Its id."""
    name: str
    """What it is called; an id where that has no name of its own."""
    n: int
    """Its rows."""
    plain: float
    """What it reaches, in the metric's unit."""
    adjusted: float | None
    """What it would reach at the mix of all; None where most of its rows are of a mix that no other has."""
    side: int
    """Of the others at equal mix it is above (1) or below (−1); 0 where neither can be told."""
    p: float | None
    """How probable so much is by chance; None where it was not tested."""
    q: float | None = None
    """The same among all that the page tests; None where it was not tested."""
    behind: Provenance | None = None
    """What leads to its rows."""

    @property
    def sure(self) -> bool:
        """Whether it differs from the others by more than chance."""
        return self.q is not None and self.q <= RATE and self.side != 0

    @property
    def better(self) -> int:
        """1 where it is surely better than the others, −1 where surely worse, else 0."""
        good = {"up": 1, "down": -1}.get(metric_of(self.indicator.metric).better, 0)
        return self.side * good if self.sure else 0


@dataclass(frozen=True, kw_only=True)
class Parted:
    """A result of the week by its parts, over four weeks."""

    series: Series
    """The result, with its goal and signal."""
    n: int
    """All rows of the four weeks."""
    value: float
    """What they come to."""
    parts: tuple[PartOfResult, ...]
    """By dimension, then by name."""
    behind: Provenance | None = None
    """What leads to its rows."""

    def of(self, dimension: str) -> tuple[PartOfResult, ...]:
        """The parts of one dimension."""
        return tuple(part for part in self.parts if part.dimension == dimension)


@dataclass(frozen=True, kw_only=True)
class ComparedFacts(WeeklyFacts):
    """What the manager's board knows, and its results by their parts, which several cards show."""

    results: tuple[Parted, ...] = ()
    """Those whose rows can be compared, in the order of the board."""


def parted(warehouse: Warehouse, facts: WeeklyFacts) -> tuple[Parted, ...]:
    """The results of the week whose rows can be compared, in the order of the board.

    Standings is what counts rows among rows: a rate, or a mean of scores that has ends.
    """
    since, until = facts.first - timedelta(days=7 * (WEEKS - 1)), facts.last
    asked = {series.indicator: series for series in facts.told if _scale(series.definition) is not None}
    names = roster.touchpoints(warehouse)
    found: dict[Indicator, Parted] = {}
    for dims, indicators in _by_dimensions(warehouse, asked):
        results = collect(
            warehouse, indicators, every="all", since=since, until=until, by=dims, where=asked_of(facts.view),
            scope=facts.view.scope,
        )  # fmt: skip
        for indicator, result in results.items():
            cells = [_Cell(dict(zip(dims, one.groups, strict=True)), one) for one in result.readings if one.n]
            if cells and all(one.counted(_scale(metric_of(indicator.metric))) for one in cells):
                found[indicator] = _parted(asked[indicator], cells, (since, until), names)
    return _corrected([found[indicator] for indicator in asked if indicator in found])


@dataclass(frozen=True)
class _Cell:
    """The rows that share every dimension."""

    at: Mapping[str, str | None]
    reading: Reading

    def counted(self, scale: tuple[float, float] | None) -> bool:
        """Whether its rows are what stands below the line, all of them there, and none is worth more than it can be."""
        reading, (least, most) = self.reading, scale or (0.0, 1.0)
        within = least <= (reading.value if reading.value is not None else least - 1) <= most
        return reading.denominator == reading.n and within and not left_out(reading)

    def stratum(self, group: str, part: Sequence[str], scale: tuple[float, float]) -> Stratum:
        """The rows of the group, their values from 0 to 1."""
        least, most = scale
        n = int(self.reading.n or 0)
        total = (float(self.reading.numerator or 0) - least * n) / (most - least)
        return Stratum(group, tuple(self.at.get(name) for name in part), total, n)


def _scale(metric: Metric) -> tuple[float, float] | None:
    """The least and the most that a row of a metric can be worth; None of what is no mean of rows."""
    if metric.denominator is None or metric.aggregation not in ("ratio", "cohort"):
        return None
    ends = {"percent": (0.0, 1.0), "points": (-100.0, 100.0)}.get(metric.unit)
    if ends is None:
        return None
    return ends[0] if metric.least is None else metric.least, ends[1] if metric.most is None else metric.most


def _by_dimensions(
    warehouse: Warehouse, indicators: Iterable[Indicator]
) -> list[tuple[tuple[str, ...], list[Indicator]]]:
    """The metrics that share what they can be cut by, so that they are asked together."""
    cut: dict[tuple[str, ...], list[Indicator]] = {}
    for indicator in indicators:
        has = offered(warehouse, metric_of(indicator.metric))
        dims = tuple(name for name in dict.fromkeys((*DIMENSIONS, *MIX)) if name in has)
        if set(dims) & set(DIMENSIONS):
            cut.setdefault(dims, []).append(indicator)
    return list(cut.items())


def _parted(series: Series, cells: Sequence[_Cell], days: tuple[date, date], names: Mapping[str, str]) -> Parted:
    n = sum(int(cell.reading.n or 0) for cell in cells)
    value = sum(float(cell.reading.numerator or 0) for cell in cells) / n
    parts = [part for dimension in DIMENSIONS for part in _parts(series, dimension, cells, days)]
    named = tuple(replace(part, name=names.get(part.value, part.value)) if part.dimension == "touchpoint" else part
                  for part in parts)  # fmt: skip
    led = of_days(series.definition, *days, value, process=series.indicator.process)
    return Parted(series=series, n=n, value=value, parts=named, behind=led)


def _parts(series: Series, dimension: str, cells: Sequence[_Cell], days: tuple[date, date]) -> list[PartOfResult]:
    """The values of one dimension, each beside the others at equal mix."""
    metric, known = series.definition, [cell for cell in cells if cell.at.get(dimension) is not None]
    least, most = scale = _scale(metric) or (0.0, 1.0)
    # a touchpoint stands in one channel: held within it there would be nothing to hold it against
    mix = [name for name in MIX if name != dimension and not (dimension == "touchpoint" and name == "channel")]
    strata = _together(cell.stratum(str(cell.at[dimension]), mix, scale) for cell in known)
    level = sum(one.total for one in strata) / sum(one.n for one in strata) if strata else 0.0
    whole = all(cell.reading.complete for cell in known)
    found = []
    for standing in sorted(standardised(strata), key=lambda one: one.group):
        others = sum(one.n for one in strata) - standing.n
        enough = min(standing.n, others) >= metric.minimum_n
        told = contrast(strata, standing.group) if whole and enough and standing.adjusted is not None else None
        side, p = told or (0, None)
        away = (standing.adjusted or 0.0) - level
        plain = least + (most - least) * standing.value
        at_mix = None if standing.adjusted is None or not others else least + (most - least) * standing.adjusted
        led = of_days(metric, *days, plain, process=series.indicator.process, where=((dimension, standing.group),))
        found.append(
            PartOfResult(
                indicator=series.indicator,
                dimension=dimension,
                value=standing.group,
                name=standing.group,
                n=standing.n,
                plain=plain,
                adjusted=at_mix,
                side=side if side * away > SAME else 0,
                p=p,
                behind=led,
            )
        )
    return found


def _together(strata: Iterable[Stratum]) -> list[Stratum]:
    """The strata, those of one group and part added up."""
    ordered = sorted(strata, key=lambda one: (one.group, repr(one.part)))
    return [
        Stratum(group, part, sum(one.total for one in held), sum(one.n for one in held))
        for (group, part), rows in groupby(ordered, key=lambda one: (one.group, one.part))
        for held in [list(rows)]
    ]


def _corrected(found: Sequence[Parted]) -> tuple[Parted, ...]:
    """The results with the q of each part among all that were tested."""
    tested = [part.p for one in found for part in one.parts if part.p is not None]
    q = iter(q_values(tested))
    return tuple(
        replace(one, parts=tuple(part if part.p is None else replace(part, q=next(q)) for part in one.parts))
        for one in found
    )
