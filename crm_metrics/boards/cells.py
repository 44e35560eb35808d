"""A series in the cells of a table: its value against the goal, how far they are apart, its signal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from crm_metrics.boards.behind.provenance import Provenance
from crm_metrics.boards.core import Bullet, Cell, Detail
from crm_metrics.boards.series import Series, enough
from crm_metrics.boards.tiles import chip, definition, tone, variance_text, when
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.readings import Reading
from crm_metrics.metrics.registry import metric_of
from crm_metrics.words import Words


def name_cell(series: Series, words: Words, every: str, shown: date, named: str = "") -> Cell:
    """The metric's name, or what the board calls it; and the period of its value where that is not the one shown."""
    label, last = named or words(series.definition.label), series.last
    if last is None or last.period == shown:
        return Cell(text=label)
    return Cell(text=label + " · " + when(last.period, every, words))


def reading_cell(
    reading: Reading | None, metric: Metric, led: Provenance | None, words: Words, currency: str, *, more: int = 0
) -> Cell:
    """The value of a reading, grey where it has few rows or not all of them; a dash without one.

    led: to its rows. more: digits more than usual.
    """
    if reading is None:
        return Cell(text="–", muted=True)
    few = not reading.complete or not enough(metric, reading.n)
    return Cell(text=words.value(reading.value, metric.unit, currency, more=more), muted=few, behind=led)


def interval_text(reading: Reading | None, metric: Metric, words: Words, currency: str) -> str:
    """The 95 % interval of a value; empty where it has none."""
    if reading is None or reading.value is None or reading.low is None or reading.high is None:
        return ""
    low, high = (words.value(end, metric.unit, currency) for end in (reading.low, reading.high))
    return words("{low} to {high}", low=low, high=high)


def incomplete_notes(readings: Iterable[Reading | None], words: Words) -> list[str]:
    """Why values that are shown do not tell a whole period, once for the metrics that share a reason."""
    whose: dict[str, dict[str, None]] = {}
    for one in readings:
        if one is not None and one.value is not None and not one.complete and one.reason is not None:
            whose.setdefault(words.error(one.reason), {})[words(metric_of(one.metric).label)] = None
    return [f"{', '.join(labels)}: {reason}" for reason, labels in whose.items()]


def rows_of_all(readings: Iterable[Reading]) -> int | None:
    """The rows behind readings in all; of a stock, whose rows stand there at each close, those of its last alone."""
    counts: dict[tuple[object, ...], int] = {}
    for one in readings:
        if one.n is not None:
            stock = metric_of(one.metric).aggregation == "stock"
            counts[one.metric, one.groups, None if stock else one.period] = one.n
    return sum(counts.values()) if counts else None


def meaning(metric: Metric, words: Words) -> Detail:
    """What opens from a row's name: what the metric means, how it is worked out, how it reads, whose it is."""
    told = definition(metric, words)
    facts = (
        (words("What it means"), told.means),
        (words("Formula in words"), told.how),
        (words("How to read it"), told.reading),
        (words("Source"), told.source),
    )
    return Detail(told.name, facts)


def variance_cell(series: Series, words: Words, currency: str, absent: str = "", led: Provenance | None = None) -> Cell:
    """How far the value is from its goal, with the colour of a real miss; `absent` where there is no goal.

    led: to the rows of the value, which the goal is taken from.
    """
    said = variance_text(series, words, currency)
    return Cell(text=said or absent, tone=tone(series, words), behind=led if said else None)


def signal_cell(series: Series, words: Words, led: Provenance | None = None) -> Cell:
    """What the series did against its routine. led: to the rows of its last value."""
    state = chip(series.signal, words)
    return Cell(text=state.text, chip=state, behind=led)


def bullet(series: Series) -> Bullet | None:
    """The value against its goal on the row's own scale: from zero to a fifth above the larger of the two.

    None without a goal: a bar alone has no meaning.
    """
    if series.value is None or series.goal is None:
        return None
    value, goal = series.value, series.goal.goal
    top = max(value, goal) * 1.2
    if top <= 0 or value < 0:
        return None
    tolerance = series.goal.tolerance
    ends = sorted((goal - tolerance, goal) if series.definition.better != "down" else (goal, goal + tolerance))
    low, fair = (min(max(end / top, 0.0), 1.0) for end in ends)
    return Bullet(value / top, goal / top, (low, fair, 1.0))
