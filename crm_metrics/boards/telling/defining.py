"""What a metric's definition says to its reader, and of what code it is made for those who look after the data."""

from __future__ import annotations

from collections.abc import Mapping

from crm_metrics.metrics.behind.anchors import counted_on, matures_on
from crm_metrics.metrics.behind.formulas import in_words
from crm_metrics.metrics.core import Metric
from crm_metrics.words import Words, mark

FOR_TECHNICIANS = mark("For technicians: id, formula and SQL")  # what the code of a definition is folded under
UNITS = {
    "count": mark("count"),
    "percent": "%",
    "permille": "‰",
    "pp": "pp",
    "points": mark("points"),
    "money": mark("money"),
    "seconds": "s",
    "hours": "h",
    "days": mark("days"),
    "ratio": mark("ratio"),
    "money_per_hour": mark("money per hour"),
    "money_per_day": mark("money per day"),
}
BETTER = {
    "up": mark("higher"),
    "down": mark("lower"),
    "band": mark("a band: neither more nor less of it is better by itself"),
}
CADENCE = {"day": mark("every day"), "week": mark("every week"), "month": mark("every month")}
AGGREGATION = {
    "sum": mark("adds over time and groups"),
    "ratio": mark("ratio of sums"),
    "distinct": mark("distinct count, never added"),
    "quantile": mark("median or percentile of rows, never added"),
    "stock": mark("read at the close; adds over teams only"),
    "cohort": mark("cohort: a ratio over settled rows"),
    "computed": mark("computed anew for each period and group"),
    "model": mark("fitted model"),
}


def facts_of(metric: Metric, words: Words) -> tuple[tuple[str, str], ...]:
    """The definition of a metric: what each field is called, and what it says, all of it in words."""
    fields = {
        words("What it means"): words(metric.means),
        words("Formula in words"): in_words(metric, words),
        words("Anchor"): counted_on(metric, words),
        words("Unit"): words(UNITS[metric.unit]),
        words("Better"): words(BETTER[metric.better]),
        words("Kind"): words(metric.kind),
        words("How it adds"): words(AGGREGATION[metric.aggregation]),
        words("Matures"): _maturity(metric, words),
        words("Smallest sample"): words.number(metric.minimum_n),
        words("Read by"): words.listed(
            f"{words.name(level)}: {words(CADENCE[cadence])}" for level, cadence in metric.reading.items()
        ),
        words("Owner"): words(metric.owned_by),
        words("Trap avoided"): words(metric.pitfall),
        words("Source"): words(metric.source),
    }
    return _told(fields)


def made_of(metric: Metric, words: Words) -> tuple[tuple[str, str], ...]:
    """The code of a metric: its id, and formula, rows and anchor as the catalogue writes them."""
    per = f" ÷ {metric.denominator}" if metric.denominator else ""
    fields = {
        words("Id"): metric.name,
        words("Formula"): metric.numerator + per,
        words("Rows"): metric.rows or "",
        words("Anchor"): metric.on,
        words("Matures"): metric.matures_on or "",
    }
    return _told(fields)


def _told(fields: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in fields.items() if value)


def _maturity(metric: Metric, words: Words) -> str:
    if metric.matures_days:
        return words.many(metric.matures_days, "after one day", "after {n} days")
    return matures_on(metric, words)
