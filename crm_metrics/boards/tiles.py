"""A series as a tile, as a chart, as text: value, target, variance, trend, signal, n."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from crm_metrics.analysis.signals import Lacking, Signal
from crm_metrics.boards.behind.provenance import Provenance, provenance
from crm_metrics.boards.core import Chip, Control, Definition, Point, Tile, Tone
from crm_metrics.boards.restarts.telling import lacking
from crm_metrics.boards.series import Series, rated
from crm_metrics.digits import apart, further
from crm_metrics.metrics.behind.formulas import in_words
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.readings import Reading
from crm_metrics.words import Words, mark

SPARK = 14

CHIPS = {
    "better": mark("real improvement"),
    "worse": mark("real decline"),
    "watch": mark("watch"),
    "routine": mark("routine"),
}
LACKING: Mapping[Lacking, str] = {
    "": mark("short history"),
    "points": mark("short history"),
    "n": mark("small sample"),
    "late": mark("not up to date"),
    "rows": mark("incomplete"),
    "anew": mark("new baseline"),
}
READING = {
    "up": mark("More is better."),
    "down": mark("Less is better."),
    "band": mark("Neither more nor less is better by itself: read it beside a quality metric."),
}


def chip(signal: Signal, words: Words) -> Chip:
    """The state of a series in shape and word."""
    if signal.kind == "small":
        return Chip("stale" if signal.lacking == "rows" else "small", words(LACKING[signal.lacking]))
    return Chip(signal.kind, words(CHIPS[signal.kind]))


def definition(metric: Metric, words: Words, led: Provenance | None = None) -> Definition:
    """What a metric means, for whoever opens its name. led: what leads to the rows of its number."""
    formula = metric.numerator + (f" ÷ {metric.denominator}" if metric.denominator else "")
    rows = [words("rows: {rows}", rows=metric.rows)] if metric.rows else []
    source = words(metric.source)
    reading = words(READING[metric.better])
    return Definition(
        metric=metric.name,
        name=words(metric.label),
        means=words(metric.means),
        formula=" · ".join([formula, metric.on, *rows]),
        source=source,
        reading=reading,
        how=in_words(metric, words),
        behind=led,
    )


def behind(series: Series, every: str, by: Sequence[str] = ()) -> Provenance | None:
    """What leads to the rows of the value shown of a series, None without one. by: the dimensions of its groups."""
    shown = series.shown
    return provenance(series.definition, every, shown, process=series.indicator.process, by=by)


def tone(series: Series, words: Words) -> Tone:
    """The colour of a variance: only of a missed target, and only where the metric left its routine."""
    if series.signal.kind in ("routine", "small") or series.partial or not series.missed:
        return "plain"
    variance, goal = series.variance, series.goal
    if variance is None or goal is None or variance_text(series, words, "").startswith("±"):
        return "plain"  # a miss that is smaller than what is written is none to its reader
    return "near" if abs(variance) <= goal.tolerance else "bad"


def variance_text(series: Series, words: Words, currency: str) -> str:
    """The last value less its goal: in points, in the unit, or in percent of a large count or an amount."""
    variance, aim = series.variance, series.aim
    if series.value is None or variance is None or aim is None:
        return ""
    return beside(series.value, aim, series.definition.unit, words, currency)[2]


def difference(change: float, base: float, unit: str, words: Words, currency: str) -> str:
    """A change from a base in the unit that its reader expects."""
    if _relative(base, unit):
        return words.percent(change / base, 1, sign=True)
    return words.variance(change, unit, currency)


def _relative(base: float, unit: str) -> bool:
    """Whether a difference is told in percent of its base: of an amount, and of a large count."""
    return base != 0 and (unit.startswith("money") or (unit == "count" and abs(base) >= 100))


def beside(value: float | None, aim: float | None, unit: str, words: Words, currency: str) -> tuple[str, str, str]:
    """A value, its goal and the gap as they stand side by side: the gap is the one that their reader works out.

    A dash for what there is not, and for the gap without both.
    """
    if value is None or aim is None:
        return words.value(value, unit, currency), words.value(aim, unit, currency), "–"
    if _relative(aim, unit):
        gap = difference(float(apart(value, aim)), aim, unit, words, currency)
        return words.value(value, unit, currency), words.value(aim, unit, currency), gap
    return words.apart(value, aim, unit, currency)


def more_digits(series: Series) -> int:
    """How many digits more than alone a value takes beside its goal and their gap."""
    value, aim, unit = series.value, series.aim, series.definition.unit
    if value is None or aim is None or series.variance is None or _relative(aim, unit):
        return 0
    return further(value, aim, unit)[0]


def moved(now: Reading | None, before: Reading | None, unit: str, words: Words, currency: str) -> str:
    """The change from one reading to another in the unit that its reader expects; a dash where one has no value."""
    if now is None or before is None or now.value is None or before.value is None:
        return "–"
    base = float(before.value)
    return difference(float(now.value) - base, base, unit, words, currency)


def goal_text(series: Series, words: Words, currency: str, aim: str, *, more: int = 0) -> str:
    """`Target 85 %`, `Target ≤ 20`; a dash where none is set. more: digits more than usual."""
    if series.aim is None:
        return words("{aim} not set", aim=aim)
    value = words.value(series.aim, series.definition.unit, currency, more=more)
    said = f"{aim} {'≤ ' if series.definition.better == 'down' else ''}{value}"
    return words("{goal}, from the month's", goal=said) if series.goal and series.goal.derived else said


def points(
    series: Series, words: Words, currency: str, every: str, last: int | None = None, *, by: Sequence[str] = ()
) -> tuple[Point, ...]:
    """The points of a series as they are drawn, with the marks of its signal. by: the dimensions of its groups."""
    unit, better, bands = series.definition.unit, series.definition.better, _bands(series)
    drawn = [
        Point(
            day=reading.period,
            value=value,
            complete=reading.complete,
            mark=None if marked is None else "beyond" if marked.rule == "beyond" else "run",
            good=None if marked is None or better == "band" else (marked.side > 0) == (better == "up"),
            n=reading.n,
            label=label(reading, words, drawn=value, unit=unit, currency=currency, every=every, signal=series.signal),
            low=band[0] if band else None,
            high=band[1] if band else None,
            behind=provenance(series.definition, every, reading, process=series.indicator.process, by=by),
        )
        for reading, value, marked, band in zip(
            series.readings, series.signal.values, series.signal.marks, bands, strict=True
        )
    ]
    return tuple(drawn[-last:] if last else drawn)


def _bands(series: Series) -> list[tuple[float, float] | None]:
    """The limits of each point where they are its own: by its n, or beside the level before it; None elsewhere."""
    limits, steps = series.signal.limits, series.signal.steps
    if limits is None or (limits.rows is None and not steps):
        return [None] * len(series.readings)
    if not steps:
        return [limits.at(reading.n) if reading.n else None for reading in series.readings]
    before = [*[None] * steps, *series.signal.values][: len(series.readings)]
    return [None if level is None else (level + limits.low, level + limits.high) for level in before]


def label(
    reading: Reading,
    words: Words,
    *,
    drawn: float | None,
    unit: str,
    currency: str,
    every: str,
    signal: Signal | None = None,
) -> str:
    """What stands over a point: its period, what was measured, n, and what is drawn where that differs."""
    said = [f"{when(reading.period, every, words)}: {words.value(reading.value, unit, currency)}"]
    if reading.n is not None:
        said.append(words("n = {n}", n=reading.n))
    if drawn is not None and reading.value is not None and abs(drawn - float(reading.value)) > 1e-12:
        value = words.value(drawn, unit, currency)
        if signal is None or signal.season is None:
            said.append(words("{value} without the weekday's effect", value=value))
        elif signal.seasonal:
            said.append(words("{value} without the season of the year and the weekday's effect", value=value))
        else:
            said.append(words("{value} without the season of the year", value=value))
    if not reading.complete:
        said.append(words.error(reading.reason) if reading.reason else words("partial"))
    return " · ".join(said)


def when(day: date, every: str, words: Words) -> str:
    """The name of a period."""
    if every == "month":
        return words.month(day)
    return words.week(day) if every == "week" else f"{words.weekday(day)} {words.short_day(day)}"


def footer(series: Series, period: date, every: str, words: Words, currency: str) -> str:
    """n, or the one fact that changes the reading: few answers, an earlier period, what a sum was before."""
    last = series.shown
    if last is None:
        return ""
    said: list[str] = []
    if series.incomplete and series.incomplete.reason:
        said.append(words.error(series.incomplete.reason))
    if series.partial:
        share = words.percent(series.passed, 0)
        if series.definition.aggregation == "sum":
            said.append(words("{share} of the day, and of the target", share=share))
        else:
            said.append(words("{share} of the day", share=share))
    if series.restart is not None:
        said.append(lacking(series.restart, series.signal, every, words))
    if last.period != period:
        said.append(words("of {period}", period=when(last.period, every, words)))
    if series.signal.lacking == "n" and last.n is not None and rated(series.definition):
        said.append(words("n = {n} of {minimum}", n=last.n, minimum=series.definition.minimum_n))
    elif last.n is not None and rated(series.definition):
        said.append(words("n = {n}", n=last.n))
    return " · ".join(said) or _earlier(series, last, every, words, currency)


def anew_notes(told: Iterable[Series], every: str, words: Words) -> list[str]:
    """Of each series whose baseline was started anew since when and why, for the foot of a table."""
    notes = []
    for one in told:
        if one.restart is not None:
            process = one.indicator.process or one.definition.process
            name = " · ".join(filter(None, (words.name(process) if process else "", words(one.definition.label))))
            notes.append(f"{name}: {lacking(one.restart, one.signal, every, words)}")
    return notes


def _earlier(series: Series, last: Reading, every: str, words: Words, currency: str) -> str:
    """What stood a week before a day, a year before a month; "" where that is not known."""
    if every == "week":
        return ""
    day = last.period
    then = day - timedelta(days=7) if every == "day" else day.replace(year=day.year - 1)
    before = next((reading for reading in series.readings if reading.period == then and reading.complete), None)
    if before is None or before.value is None or (every == "month" and before.n == 0):
        return ""  # a year ago without a single row: the data had not begun
    value = words.value(before.value, series.definition.unit, currency)
    return words("a week before: {value}" if every == "day" else "a year before: {value}", value=value)


def tile(
    series: Series,
    words: Words,
    currency: str,
    *,
    every: str,
    period: date,
    aim: str,
    fact: str = "",
    name: str = "",
) -> Tile:
    """The tile of a series. period: the one that the board shows. fact: what changes the reading more than n does."""
    metric, more = series.definition, more_digits(series)
    value, unit = words.split(series.value, metric.unit, currency, more=more)
    limits = None if series.signal.steps else series.signal.limits
    empty = series.value is None
    reason = series.reason or (series.readings[-1].reason if series.readings and empty else None)
    why = words.error(reason) if reason else words("no value in these periods")
    led = behind(series, every)
    return Tile(
        metric=metric.name,
        name=name or words(metric.label),
        value=value,
        unit=unit,
        target=goal_text(series, words, currency, aim, more=more),
        variance=variance_text(series, words, currency),
        tone=tone(series, words),
        series=points(series, words, currency, every, SPARK),
        low=limits.low if limits else None,
        high=limits.high if limits else None,
        goal=series.goal.goal if series.goal else None,
        chip=Chip("empty", words("no data")) if empty else chip(series.signal, words),
        footer=fact if fact and not series.incomplete else footer(series, period, every, words, currency),
        definition=definition(metric, words, led),
        reason=why if empty else "",
        behind=led,
    )


def taken_out(signal: Signal, words: Words) -> str:
    """That the season is not in what is drawn, or keeps a change from being told; "" where it plays no part."""
    if signal.recurs:
        return words("watched only: so too at this time of {n} years, too few to prove a season", n=signal.recurs)
    if signal.season is None:
        return ""
    return words("season of the year taken out, from {n} years; Easter is not", n=signal.season.years)


def control(
    series: Series,
    words: Words,
    currency: str,
    *,
    every: str,
    group: str = "",
    name: str = "",
    by: Sequence[str] = (),
) -> Control:
    """The process-behaviour chart of a series. by: the dimensions of its groups."""
    metric, judged = series.definition, series.signal.limits
    limits = None if series.signal.steps else judged
    goal = series.goal.goal if series.goal else None

    def told(text: str, x: float | None) -> str:
        return "" if x is None else words(text, value=words.value(x, metric.unit, currency))

    return Control(
        name=name or words(metric.label),
        unit=metric.unit,
        points=points(series, words, currency, every, by=by),
        centre=limits.centre if limits else None,
        low=limits.low if limits else None,
        high=limits.high if limits else None,
        goal=goal,
        baseline_until=judged.until if judged else None,
        centre_text=told("mean {value}", limits.centre if limits else None),
        low_text=told("LNL {value}", limits.low if limits else None),
        high_text=told("UNL {value}", limits.high if limits else None),
        goal_text=told("target {value}", goal),
        baseline_text=words("basis of the limits") if judged else "",
        anew=series.restart.content.day if series.restart else None,
        anew_text=words("new baseline") if series.restart else "",
        anew_said=lacking(series.restart, series.signal, every, words) if series.restart else "",
        group=group,
        reason="" if series.readings else words.error(series.reason) if series.reason else words("no data"),
        taken_out=taken_out(series.signal, words),
        chip=chip(series.signal, words) if series.readings else Chip("empty", words("no data")),
    )
