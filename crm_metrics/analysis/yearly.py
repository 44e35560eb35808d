"""The season of the year: what each month usually lies above or below its year, known from two whole years and more.

Ratio to trend (H. D. Falkner, The Measurement of Seasonal Variation, JASA 19, 1924): each month beside the line through
the means of its year and the next ones, the mean of that over the years. Amounts by factors, in logarithms, where all
of them are above nought; rates, and amounts that are not, by distances. It is taken out only where an F test says that
chance does not make as much of it, the one of stable seasonality of X-11 (J. Shiskin, A. H. Young and J. C. Musgrave,
The X-11 Variant of the Census Method II, 1967). What is not proven stays in, and its months that differ by a test of
their own are held against what is told. Easter, which moves between March and April, stays in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import erfc, exp, log, sqrt

from crm_metrics.analysis.certainty import either_side
from crm_metrics.periods import months_later, next_start

MONTHS = 12
LEAST, MOST = 2, 5  # whole years; older ones tell of another company
BY_CHANCE = 0.01  # how often a series without season may seem to have one
ALONE = 0.1  # and one of its months to differ from the others
FREE = MONTHS - 1  # months that may differ from their year, as all twelve together do not


@dataclass(frozen=True, kw_only=True)
class YearlySeason:
    """What the months of a series usually differ by."""

    parts: tuple[float, ...]
    """Of January to December: factors around 1 where `times`, else distances around 0."""
    times: bool
    """Whether the months are times as large as the year, not so much above it."""
    years: int
    """The whole years that it is known from."""
    error: float = 0.0
    """The deviation by which a part may be wrong: of factors as a share of the level."""
    proven: bool = True
    """Whether chance hardly makes as much of it; else `parts` are of months that differ alone, and stay in."""
    latest: bool = True
    """Whether the last twelve months are among those years, so that they lie too near to it."""

    by_day: bool = False
    """Whether distances are those of one day, of sums: a week has seven of them."""

    def part(self, day: date, every: str) -> float:
        """The part of the period that begins on a day: the mean of the parts of its days; of distances by day all."""
        end, total = next_start(every, day), 0.0
        days = (end - day).days
        while day < end:
            last = min(next_start("month", day.replace(day=1)), end)
            total += self.parts[day.month - 1] * (last - day).days
            day = last
        return total if self.by_day else total / days

    def without(self, value: float, part: float) -> float:
        """A value less its part."""
        return value / part if self.times else value - part

    def put_back(self, value: float, part: float) -> float:
        """A value with its part again."""
        return value * part if self.times else value + part

    def removed(
        self, days: Sequence[date], values: Sequence[float | None], every: str
    ) -> tuple[tuple[float | None, ...], float]:
        """The values without it, and what limits must widen by as each month is part of its own mean.

        Of one of n years only 1 − 1 ÷ n of the variance is left.
        """
        without = tuple(
            None if value is None else self.without(value, self.part(day, every))
            for day, value in zip(days, values, strict=True)
        )
        if every != "month" or not self.latest:
            return without, 1.0
        return without, 1 / sqrt(1 - 1 / self.years)

    def lifts(self, days: Sequence[date], side: int, every: str) -> bool:
        """Whether any of these periods usually lies on this side."""
        return any((self.part(day, every) - (1.0 if self.times else 0.0)) * side > 0 for day in days)

    def doubt(self, level: float, every: str, months: int = 1) -> float:
        """By what deviation a value at this level may be wrong for it; of a change, for two months."""
        days = 7 if self.by_day and every == "week" else 1
        return sqrt(months) * self.error * (abs(level) if self.times else days)


def season_of(history: Mapping[date, float], until: date, *, times: bool, a_day: bool = False) -> YearlySeason | None:
    """The season of a series by the months that had ended by a day; None where none differ, or too little is known.

    history: by the first day of each month. times: whether its season is one of factors, where all are above nought.
    a_day: of sums that are judged by weeks or days, so that a long month is no season.
    """
    years = _years(history, months_later((until + timedelta(days=1)).replace(day=1), -MONTHS))
    if len(years) < LEAST:
        return None
    months = {
        back: [history[first] / ((next_start("month", first) - first).days if a_day else 1) for first in firsts]
        for back, firsts in years.items()
    }
    times = times and all(value > 0 for values in months.values() for value in values)
    found = _measured({-back: [log(value) if times else value for value in of] for back, of in months.items()})
    if found is None:
        return None
    distances, spread, proven = found
    if not proven:
        distances = _alone(distances, spread, len(years))
        if not any(distances):
            return None
    begin = next(iter(years.values()))[0].month - 1
    distances = [distances[(month - begin) % MONTHS] for month in range(MONTHS)]
    return YearlySeason(
        parts=tuple(_factors(distances, whole=proven) if times else distances),
        times=times,
        years=len(years),
        error=spread / sqrt(len(years)),
        proven=proven,
        latest=0 in years,
        by_day=a_day and not times,
    )


def by_chance(ratio: float, above: int, below: int) -> float:
    """How often two variances of so many degrees of freedom have this ratio or more by chance alone.

    E. Paulson, An Approximate Normalization of the Analysis of Variance Distribution, Annals of Mathematical Statistics
    13, 1942; `below` at least three.
    """
    root, one, other = ratio ** (1 / 3), 2 / (9 * above), 2 / (9 * below)
    bell = ((1 - other) * root - (1 - one)) / sqrt(other * root * root + one)
    return erfc(bell / sqrt(2)) / 2


def _years(history: Mapping[date, float], last: date) -> dict[int, list[date]]:
    """The first days of the months of each whole year, the last one of which begins on a day, by how many years ago."""
    years = {
        back: [months_later(last, month - MONTHS * back) for month in range(MONTHS)] for back in range(MOST - 1, -1, -1)
    }
    return {back: firsts for back, firsts in years.items() if all(first in history for first in firsts)}


def _measured(years: Mapping[int, Sequence[float]]) -> tuple[list[float], float, bool] | None:
    """What each month differs from its year by, the deviation of one month, and whether that is proven; None: none.

    years: twelve values each, by the place of the year.
    """
    means = {place: sum(values) / MONTHS for place, values in years.items()}
    away = [
        [value - _trend(means, place + (month + 0.5) / MONTHS - 0.5) for month, value in enumerate(values)]
        for place, values in years.items()
    ]
    usual = [sum(of) / len(years) for of in zip(*away, strict=True)]
    middle = sum(usual) / MONTHS
    usual = [one - middle for one in usual]
    below = FREE * (len(years) - 1)
    inside = sum((value - one) ** 2 for values in away for value, one in zip(values, usual, strict=True)) / below
    between = len(years) * sum(one * one for one in usual) / FREE
    if between <= 1e-12 * max(1.0, *(mean * mean for mean in means.values())):
        return None
    if inside <= 1e-12 * between:
        return usual, 0.0, True
    return usual, sqrt(inside), by_chance(between / inside, FREE, below) <= BY_CHANCE


def _factors(distances: Sequence[float], *, whole: bool) -> list[float]:
    """Factors of distances in logarithms; with a mean of one where they are a whole season."""
    factors = [exp(one) for one in distances]
    mean = sum(factors) / MONTHS if whole else 1.0
    return [one / mean for one in factors]


def _alone(distances: Sequence[float], spread: float, years: int) -> list[float]:
    """The months that differ from the rest by Student's test of that one contrast; nought for the others."""
    error = spread * sqrt(FREE / MONTHS / years)
    return [one if either_side(one / error, FREE * (years - 1)) <= ALONE else 0.0 for one in distances]


def _trend(means: Mapping[int, float], at: float) -> float:
    """What lies on the line through the means of the two years around, or of the two nearest ones."""
    places = sorted(means)
    after = next((place for place in places[1:-1] if place >= at), places[-1])
    before = places[places.index(after) - 1]
    return means[before] + (means[after] - means[before]) * (at - before) / (after - before)
