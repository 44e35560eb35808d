"""An answer and its own contact: what satisfaction is associated with, alike contacts compared, teams apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Any, Literal

import numpy as np

from crm_metrics.analysis.relating.drivers import Driver
from crm_metrics.analysis.relating.pairs import FACTORS, Pairs
from crm_metrics.analysis.relating.regression import Estimate, Fit, fit, independent, product, reach
from crm_metrics.metrics.rows.intervals import Z, wilson

Array = np.ndarray[Any, Any]

LEAST = 30  # pairs; also answers behind a group that is compared
LEAST_EFFECTIVE = 20
AGENTS = 30  # from so many on, answers of one agent are taken to hang together
CURVED = 200  # pairs from which a bend can be told from a line
PER_COLUMN = 20  # pairs for each column of a model
DECILES = 10
CERTAIN = 1.645  # standard errors: one side at 5 %
Shape = Literal["line", "hill", "valley", "bend", "step"]


@dataclass(frozen=True)
class Effect(Estimate):
    """How much satisfaction differs, in its own unit (a share as a fraction, a score in points).

    For a time: for each doubling of it. For a flag: with it, less without it.
    """


@dataclass(frozen=True)
class Best:
    """Where satisfaction is highest (or lowest): the time with its interval, and what half or double of it costs."""

    at: float
    low: float
    high: float
    change: Effect


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A tenth of the answers by the driver, or one side of a flag."""

    first: float
    """The least value of the driver in it: seconds of a time, 0 or 1 of a flag."""
    last: float
    """With `first`: the range of the driver."""
    n: int
    """How many answers it holds."""
    value: float
    """The satisfaction."""
    low: float
    """The lower end of the 95 % interval of `value`."""
    high: float
    """With `low`: its interval."""
    stars: float | None = None
    """The mean score as it was given, where all answers share one scale."""


@dataclass(frozen=True)
class Team:
    """A team as it stands: n answers, the typical value of the driver, satisfaction as it is."""

    name: str
    n: int
    typical: float
    value: float


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What the pairs say, before other questions are counted."""

    n: int
    """How many pairs tell the driver and were used."""
    effective: float
    """What the pairs are worth, those of one customer taken together."""
    teams: int
    """How many teams have answers enough to be compared; 1 also where none has."""
    p: float
    """That nothing is associated at all."""
    effect: Effect
    """The mean difference of satisfaction for a doubling of a time, or with a flag against without it."""
    shape: Shape
    """How satisfaction follows the driver: "step" for a flag, one of the others for a time."""
    best: Best | None
    """Where satisfaction is highest or lowest; None unless the shape is a hill or a valley."""
    between: Effect | None
    """Of the teams as wholes."""
    bars: tuple[Bar, ...]
    """Satisfaction by tenths of a time or on both sides of a flag, unadjusted."""
    compared: tuple[Team, ...]
    """The teams with answers enough, by their typical value of the driver."""
    adjusted: tuple[str, ...]
    """The factors that alike contacts share."""
    clustered: tuple[str, ...]
    """Whose answers may hang together."""


@dataclass(frozen=True, kw_only=True)
class _Model:
    """A fit of the answers on the driver."""

    fit: Fit
    places: tuple[int, ...]
    """The columns of the design in which the driver stands."""
    adjusted: tuple[str, ...]
    clustered: tuple[str, ...]
    centre: float
    """What the logarithms of a time were lessened by."""


def effective(codes: Array) -> float:
    """How many independent answers there are if those of one customer say the same: n² ÷ Σ nᵢ² (Kish)."""
    counts = np.bincount(codes).astype(float) if len(codes) else np.zeros(0)
    return float(counts.sum() ** 2 / (counts**2).sum()) if len(counts) else 0.0


def usable(pairs: Pairs, driver: Driver) -> Pairs:
    """The pairs whose contact tells the driver."""
    return pairs.only(np.isfinite(pairs.drivers[driver.name]))


def lacking(pairs: Pairs, driver: Driver) -> tuple[str, float] | None:
    """Which gate the usable pairs fail, and by what number: "pairs", "effective", "side", "alike" or None."""
    n = len(pairs)
    if n < LEAST:
        return "pairs", n
    clusters = effective(_clusters(pairs))
    if clusters < LEAST_EFFECTIVE:
        return "effective", clusters
    values = pairs.drivers[driver.name]
    if driver.form == "flag" and (side := min(int((values > 0).sum()), int((values <= 0).sum()))) < LEAST:
        return "side", side
    if np.ptp(values) == 0 or np.ptp(pairs.outcome) == 0:
        return "alike", n
    return None


def test(pairs: Pairs, driver: Driver) -> float:
    """The p-value alone, for a family of many; the pairs have passed the gates."""
    model = _model(pairs, driver)
    return model.fit.joint(model.places)


def evidence(pairs: Pairs, driver: Driver) -> Evidence:
    """All that the pairs say; they have passed the gates."""
    model = _model(pairs, driver)
    shape = _shape(model.fit, model.places, driver)
    teams = _teams(pairs, driver)
    return Evidence(
        n=len(pairs),
        effective=effective(_clusters(pairs)),
        teams=max(len(teams), 1),
        p=model.fit.joint(model.places),
        effect=_effect(model.fit, model.places, driver),
        shape=shape,
        best=_best(model) if shape in ("hill", "valley") else None,
        between=_between(pairs, driver) if len(teams) > 1 else None,
        bars=bars(pairs, driver),
        compared=teams,
        adjusted=model.adjusted,
        clustered=model.clustered,
    )


def bars(pairs: Pairs, driver: Driver) -> tuple[Bar, ...]:
    """Satisfaction by tenths of a time, as even as ties allow, or on both sides of a flag; as it is, unadjusted."""
    values = pairs.drivers[driver.name]
    if driver.form == "flag":
        groups = [values <= 0, values > 0]
    else:
        most, place = min(DECILES, max(len(values) // LEAST, 1)), np.unique(values, return_inverse=True)[1]
        if int(place.max()) >= most:
            edges = np.unique(np.quantile(values, np.linspace(0, 1, most + 1)))
            place = np.clip(np.searchsorted(edges, values, side="left") - 1, 0, max(len(edges) - 2, 0))
        groups = [place == group for group in range(int(place.max()) + 1)]
    return tuple(_bar(pairs, values, kept) for kept in groups if kept.any())


def _bar(pairs: Pairs, values: Array, kept: Array) -> Bar:
    outcome, n = pairs.outcome[kept], int(kept.sum())
    mean = float(outcome.mean())
    if pairs.measure.share:
        low, high = wilson(round(mean * n), n) or (0.0, 1.0)
    else:
        half = Z * float(outcome.std(ddof=1)) / sqrt(n) if n > 1 else 0.0
        low, high = mean - half, mean + half
    stars = float(pairs.stars[kept].mean()) if pairs.scale else None
    first, last = float(values[kept].min()), float(values[kept].max())
    return Bar(first=first, last=last, n=n, value=mean, low=low, high=high, stars=stars)


def _clusters(pairs: Pairs) -> Array:
    """Customers as codes from 0; each unknown customer is one of their own."""
    return _dense(pairs.codes["customer"])


def _dense(codes: Array) -> Array:
    unknown = codes < 0
    alone = codes.copy()
    alone[unknown] = codes.max(initial=0) + 1 + np.arange(int(unknown.sum()))
    dense: Array = (np.cumsum(np.bincount(alone) > 0) - 1)[alone]  # counted: to put them in order costs ten times that
    return dense


def _model(pairs: Pairs, driver: Driver) -> _Model:
    """The fit of the pairs, adjusted for as many factors as they bear, its errors by customer and agent."""
    n, values = len(pairs), pairs.drivers[driver.name]
    own, centre = _columns(values, driver)
    logistic = pairs.measure.share and _mixed(pairs, driver, values)
    controls, adjusted = _controls(pairs, n // PER_COLUMN - len(own))
    design = np.column_stack([np.ones(n), *own, *controls])
    design = np.ascontiguousarray(design[:, independent(design)])  # row by row, as its products read it
    clusters, clustered = [_clusters(pairs)], ["customer"]
    if len(_counted(pairs.codes["agent"])[0]) >= AGENTS:
        clusters.append(_dense(pairs.codes["agent"]))
        clustered.append("agent")
    return _Model(
        fit=fit(design, pairs.outcome, clusters, logistic=logistic),
        places=tuple(range(1, min(1 + len(own), design.shape[1]))),
        adjusted=adjusted,
        clustered=tuple(clustered),
        centre=centre,
    )


def _columns(values: Array, driver: Driver) -> tuple[list[Array], float]:
    """The driver as columns of a design, and the centre of the logarithms of a time; with a bend where it is told."""
    if driver.form == "flag":
        return [(values > 0).astype(float)], 0.0
    logs = np.log(np.maximum(values, 1.0))
    centre = float(logs.mean())
    x = logs - centre
    bent = len(values) >= CURVED and bool(((x > x.min()) & (x < x.max())).any())  # more than two different times
    return [x, x * x] if bent else [x], centre


def _mixed(pairs: Pairs, driver: Driver, values: Array) -> bool:
    """Whether both answers occur often enough for log-odds: on both sides of a flag, or in all."""
    groups = [values > 0, values <= 0] if driver.form == "flag" else [values == values]
    return all(min(pairs.outcome[kept].sum(), (1 - pairs.outcome[kept]).sum()) >= 5 for kept in groups)


def _controls(pairs: Pairs, room: int) -> tuple[list[Array], tuple[str, ...]]:
    """A column for each value of team, reason, channel, tier and month, as many as the answers bear; rare ones pool."""
    controls: list[Array] = []
    adjusted: list[str] = []
    for name in (*FACTORS, "month"):
        codes = pairs.codes[name]
        values, counts = _counted(codes)
        kept = [value for value, n in zip(values, counts, strict=True) if n >= LEAST and _varies(pairs, codes == value)]
        columns = [(codes == value).astype(float) for value in (kept[1:] if len(kept) == len(values) else kept)]
        if columns and len(columns) <= room:
            controls += columns
            room -= len(columns)
            adjusted.append(name)
    return controls, tuple(adjusted)


def _counted(codes: Array) -> tuple[Array, Array]:
    """The codes that there are, −1 among them, in their order, and how many rows have each."""
    counts = np.bincount(codes + 1)
    there = np.flatnonzero(counts)
    return there - 1, counts[there]


def _varies(pairs: Pairs, kept: Array) -> bool:
    return bool(np.ptp(pairs.outcome[kept]) > 0)


def _effect(model: Fit, places: Sequence[int], driver: Driver) -> Effect:
    """The mean difference over all rows, for a doubling of a time or with a flag against without it."""
    design, first = model.design, places[0]
    if driver.form == "flag":
        with_it, without = design.copy(), design.copy()
        with_it[:, first], without[:, first] = 1.0, 0.0
        up, down = model.predicted(with_it), model.predicted(without)
        bend = [p * (1 - p) if model.logistic else np.ones(len(p)) for p in (up, down)]
        gradient = (product(with_it, bend[0]) - product(without, bend[1])) / len(design)
        return _around(float((up - down).mean()), model.error(gradient), model.freedom)
    rise = np.full(len(design), model.beta[first])
    steep = np.zeros((len(design), len(model.beta)))
    steep[:, first] = 1.0
    if len(places) == 2:
        rise = rise + 2 * model.beta[places[1]] * design[:, first]
        steep[:, places[1]] = 2 * design[:, first]
    turn = model.slope * (1 - 2 * model.fitted) if model.logistic else np.zeros(len(design))
    gradient = (product(design, turn * rise) + product(steep, model.slope)) / len(design)
    return _around(log(2) * float((model.slope * rise).mean()), log(2) * model.error(gradient), model.freedom)


def _around(value: float, error: float, freedom: int) -> Effect:
    half = reach(freedom) * error
    return Effect(value, value - half, value + half)


def _best(model: _Model) -> Best:
    """The summit or the trough of the bend; its interval ends where the data do."""
    fitted, (line, bend) = model.fit, model.places
    a, b = fitted.beta[line], fitted.beta[bend]
    at = -a / (2 * b)
    gradient = np.zeros(len(fitted.beta))
    gradient[line], gradient[bend] = -1 / (2 * b), a / (2 * b * b)
    half = reach(fitted.freedom) * fitted.error(gradient)
    x = fitted.design[:, line]
    low, high = max(at - half, float(x.min())), min(at + half, float(x.max()))
    time, shortest, longest = (exp(model.centre + logarithm) for logarithm in (at, low, high))
    return Best(time, shortest, longest, _at_double(fitted, model.places, at))


def _at_double(model: Fit, places: Sequence[int], at: float) -> Effect:
    """The mean of what half and double of the best time give, less what it gives itself; the best taken as known."""
    value, gradient = 0.0, np.zeros(len(model.beta))
    for shift, weight in ((0.0, -1.0), (log(2), 0.5), (-log(2), 0.5)):
        design = model.design.copy()
        design[:, places[0]], design[:, places[1]] = at + shift, (at + shift) ** 2
        predicted = model.predicted(design)
        bend = predicted * (1 - predicted) if model.logistic else np.ones(len(predicted))
        value += weight * float(predicted.mean())
        gradient += weight * product(design, bend) / len(design)
    return _around(value, model.error(gradient), model.freedom)


def _shape(model: Fit, places: Sequence[int], driver: Driver) -> Shape:
    """A hill or a valley only where it slopes for certain at a tenth from either end: its top lies between them.

    J. T. Lind and H. Mehlum, With or Without U?, Oxford Bulletin of Economics and Statistics 72, 2010.
    """
    if driver.form == "flag":
        return "step"
    if len(places) < 2 or model.joint([places[1]]) >= 0.05:
        return "line"
    line, bend = places
    flanks = []
    for share in (0.1, 0.9):
        at = float(np.quantile(model.design[:, line], share))
        gradient = np.zeros(len(model.beta))
        gradient[line], gradient[bend] = 1.0, 2 * at
        slope, error = float(gradient @ model.beta), model.error(gradient)
        flanks.append(slope / error if error > 0 else 0.0)
    if flanks[0] > CERTAIN and flanks[1] < -CERTAIN:
        return "hill"
    if flanks[0] < -CERTAIN and flanks[1] > CERTAIN:
        return "valley"
    return "bend"


def _teams(pairs: Pairs, driver: Driver) -> tuple[Team, ...]:
    """The teams with enough answers, by their typical value of the driver."""
    teams = []
    values = pairs.drivers[driver.name]
    for code, name in enumerate(pairs.names["team"]):
        kept = pairs.codes["team"] == code
        if int(kept.sum()) >= LEAST:
            typical = _typical(values[kept], driver)
            teams.append(Team(name, int(kept.sum()), typical, float(pairs.outcome[kept].mean())))
    return tuple(sorted(teams, key=lambda team: (team.typical, team.name)))


def _typical(values: Array, driver: Driver) -> float:
    """The geometric mean of a time, the share of a flag."""
    return float(np.exp(np.log(np.maximum(values, 1.0)).mean())) if driver.form == "time" else float(values.mean())


def _between(pairs: Pairs, driver: Driver) -> Effect | None:
    """How the teams differ as wholes: per doubling of their typical time, or per ten points of their share of a flag.

    The teams are those there are, not a draw from others: the error is that of their answers alone.
    """
    teams = _teams(pairs, driver)
    step = log(2) if driver.form == "time" else 0.1
    n = sum(team.n for team in teams)
    xs = [log(max(team.typical, 1e-9)) if driver.form == "time" else team.typical for team in teams]
    middle = sum(team.n * x for team, x in zip(teams, xs, strict=True)) / n
    weights = [team.n * (x - middle) for team, x in zip(teams, xs, strict=True)]
    spread = sum(weight * (x - middle) for weight, x in zip(weights, xs, strict=True))
    if spread <= 0:
        return None
    slope = sum(weight * team.value for weight, team in zip(weights, teams, strict=True)) / spread
    variances = [_variance(pairs, team) for team in teams]
    error = sqrt(sum(weight * weight * each for weight, each in zip(weights, variances, strict=True))) / spread
    return _around(step * slope, step * error, n)


def _variance(pairs: Pairs, team: Team) -> float:
    """Of a team's mean answer."""
    answers = pairs.outcome[pairs.codes["team"] == pairs.names["team"].index(team.name)]
    return float(answers.var(ddof=1)) / team.n
