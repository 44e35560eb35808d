"""Where the running month will land, and how often such a range held in the metric's own past months.

The past is foretold again month by month, each from what was known where as large a part of it was left as now
(evaluation on a rolling forecasting origin: Tashman, Out-of-sample Tests of Forecasting Accuracy, 2000): the range is
what the page says of today, the count is whether it kept its word.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from crm_metrics.access import EVERYTHING, Scope
from crm_metrics.analysis.forecast import MONTHS, Forecast, cut_where, foretold, history, seasons_known, since, weighed
from crm_metrics.metrics.core import Metric, Where
from crm_metrics.metrics.goals.seasons import days_of, working
from crm_metrics.periods import months_later, next_start
from crm_metrics.warehouse.store import Warehouse

TRIED = 24  # past months at most
# How sure a chance is, as the panel on climate change says it (Mastrandrea and others, Guidance Note for Lead Authors
# of the IPCC Fifth Assessment Report on Consistent Treatment of Uncertainties, 2010).
CHANCES = ((0.9, "very likely"), (0.66, "likely"), (0.33, "even"), (0.1, "unlikely"))
LEAST_LIKELY = "very unlikely"


@dataclass(frozen=True)
class Landing:
    """A forecast, and in how many of the past months that could be foretold so the range held."""

    forecast: Forecast
    tried: int = 0
    held: int = 0


def landing(
    warehouse: Warehouse, metric: Metric, day: date, *, where: Where = None, scope: Scope = EVERYTHING
) -> Landing | None:
    """Where the month that holds `day` will land; None where it can't be told at all, as `forecast` has it."""
    values = history(warehouse, metric, day, where=where, scope=scope, more=TRIED)
    if values is None:
        return None
    month = day.replace(day=1)
    open_days = working(warehouse, since(month, TRIED), next_start("month", month))
    return landed(values, open_days, month, max(values))


def landed(values: Mapping[date, float], open_days: Mapping[date, bool], month: date, through: date) -> Landing:
    """The landing of a month from daily values through a day of it, with the trial of the months before."""
    months = [months_later(month, -back) for back in range(MONTHS + TRIED + 2, -1, -1)]
    seasons = seasons_known(values, months, open_days)
    found = foretold(values, weighed(seasons, month, open_days), month, through)
    if found.low is None or not found.left:
        return Landing(found)
    tried = held = 0
    for first in (one for one in months if months_later(month, -TRIED) <= one < month):
        ended = _foretold_then(values, seasons, open_days, first, found.left)
        if ended is not None and ended.low is not None and ended.high is not None:
            tried += 1
            held += ended.low <= sum(values[day] for day in days_of(first)) <= ended.high
    return Landing(found, tried, held)


def chance(found: Forecast, goal: float, better: str, tolerance: float = 0.0) -> str | None:
    """How likely a month reaches its objective, by the share of comparable months whose rest would; None unknown.

    tolerance: of a metric that is best within a band, how far from the objective that reaches.
    """
    if not found.endings:
        return None
    reaches = {
        "up": lambda ending: ending >= goal,
        "down": lambda ending: ending <= goal,
        "band": lambda ending: abs(ending - goal) <= tolerance,
    }[better]
    reach = sum(map(reaches, found.endings))
    share = reach / len(found.endings)
    return next((word for least, word in CHANCES if share >= least), LEAST_LIKELY)


def _foretold_then(
    values: Mapping[date, float],
    seasons: Mapping[date, tuple[float, ...]],
    open_days: Mapping[date, bool],
    month: date,
    left: float,
) -> Forecast | None:
    """What would have been said of a past month where about as large a part of it was left; None with a day unknown."""
    days = days_of(month)
    if any(day not in values for day in days):
        return None
    shares = weighed(seasons, month, open_days)
    weigh = dict(zip(days, shares[month], strict=True))
    cut = cut_where(weigh, days, left)
    known = {day: value for day, value in values.items() if day <= cut}
    return foretold(known, shares, month, cut)
