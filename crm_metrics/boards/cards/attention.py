"""What to attend now: the signals of teams, old cases of valued customers, clocks about to run out, missing data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

from crm_metrics.boards.core import Attend, Attention, Chip
from crm_metrics.boards.freshness import Hole
from crm_metrics.boards.series import Series, rated
from crm_metrics.boards.telling import claims, sentences
from crm_metrics.metrics.catalogue.cards import OLD_DAYS
from crm_metrics.words import Words

MOST = 3
# How many ordinary customers one customer of a tier weighs as, in the order of the list (house rule).
WEIGHT: Mapping[str | None, float] = {"strategic": 10.0, "high": 3.0}


@dataclass(frozen=True)
class Item:
    """Something to attend. score: the customers that it touches in a day, weighted by tier; the list's order.

    series: of a signal. tier, count, oldest: of old cases; count alone: of clocks. hole: of missing data.
    """

    kind: Literal["signal", "cases", "clocks", "missing"]
    score: float
    process: str
    team: str = ""
    series: Series | None = None
    tier: str = ""
    count: int = 0
    oldest: int | None = None
    hole: Hole | None = None


def of_signals(watched: Sequence[Series]) -> list[Item]:
    """The teams whose metric really got worse, by the customers touched."""
    return [
        Item("signal", touched(one), str(one.indicator.process), str(one.groups[0]), one)
        for one in watched
        if one.signal.kind == "worse" and one.groups and one.groups[0]
    ]


def certain(series: Series) -> bool:
    """Whether the whole stretch of a signal, taken as one point, lies beyond its limits.

    Some thirty series are looked at to find the worst: by chance one of them often has eight days on one side.
    """
    signal = series.signal
    if signal.limits is None or signal.recent is None or signal.since is None:
        return False
    counts = [one.n or 0 for one in series.readings if one.period >= signal.since and one.complete]
    reach = (
        signal.limits.reach / sqrt(signal.length) if signal.limits.rows is None else signal.limits.reach_at(sum(counts))
    )
    return abs(signal.recent - signal.limits.centre) > reach


def touched(series: Series) -> float:
    """Customers a day that a shift touches: its size times the rows a day; for what is no rate, its size in limits."""
    signal = series.signal
    if signal.limits is None or signal.recent is None or signal.since is None:
        return 0.0
    size = abs(signal.recent - signal.limits.centre)
    if not rated(series.definition) or series.definition.unit not in ("percent", "permille"):
        return size / signal.limits.reach if signal.limits.reach else 0.0
    counts = [one.n for one in series.readings if one.period >= signal.since and one.n is not None]
    return size * sum(counts) / len(counts) if counts else 0.0


def ranked(items: Sequence[Item]) -> tuple[Item, ...]:
    """The first three, worst first: the worst of each kind before the second of any."""
    order = sorted(items, key=lambda one: -one.score)
    worst = {one.kind: one for one in reversed(order)}
    first = [one for one in order if worst[one.kind] is one]
    rest = [one for one in order if worst[one.kind] is not one]
    return tuple(sorted([*first, *rest][:MOST], key=lambda one: -one.score))


def attend(items: Sequence[Item], areas: Mapping[str, str], words: Words, currency: str) -> Attend:
    """The list in the reader's language."""
    return Attend(tuple(_written(one, areas, words, currency) for one in items))


def _written(item: Item, areas: Mapping[str, str], words: Words, currency: str) -> Attention:
    chip, fact, detail = _WRITERS[item.kind](item, words, currency)
    goto = (("process", item.process), ("team", item.team)) if item.team else (("process", item.process),)
    owner = areas.get(item.team) or words.name(item.process)
    return Attention(chip, fact, detail, item.team or words.name(item.process), owner, goto)


def _signal(item: Item, words: Words, currency: str) -> tuple[Chip, str, str]:
    series = item.series
    if series is None or series.signal.since is None:
        raise ValueError("a signal without its series")
    metric = series.definition
    said = claims.shift(metric.label, metric.unit, series.signal)
    fact = sentences.say(said, words, currency) if said else words(metric.label)
    detail = [words("since {day}", day=words.short_day(series.signal.since))]
    if series.goal:
        detail.append(words("target {value}", value=words.value(series.goal.goal, metric.unit, currency)))
    n = sum(one.n or 0 for one in series.readings if one.period >= series.signal.since)
    detail += [words("n = {n}", n=n)] if n and rated(metric) else []
    return Chip("worse", words("Real decline")), fact, " · ".join(detail)


def _cases(item: Item, words: Words, currency: str) -> tuple[Chip, str, str]:
    fact = words.many(
        item.count,
        "One case of the {tier} tier open for more than {days} days",
        "{n} cases of the {tier} tier open for more than {days} days",
        tier=words.name(item.tier).lower(),
        days=OLD_DAYS,
    )
    detail = words("The oldest has been open for {age} days", age=item.oldest) if item.oldest is not None else ""
    return Chip("worse", words("Old cases")), fact, detail


def _clocks(item: Item, words: Words, currency: str) -> tuple[Chip, str, str]:
    fact = words.many(item.count, "One case is about to run out of time", "{n} cases are about to run out of time")
    return Chip("watch", words("Due soon")), fact, words("Less than a fifth of the agreed time is left")


def _missing(item: Item, words: Words, currency: str) -> tuple[Chip, str, str]:
    hole = item.hole
    if hole is None:
        raise ValueError("missing data without the day")
    fact = words("Data are missing on {day}", day=words.short_day(hole.day))
    detail = words("{found} contacts; that weekday usually has about {usual}", found=hole.found, usual=hole.usual)
    return Chip("stale", words("Missing data")), fact, detail


_WRITERS = {"signal": _signal, "cases": _cases, "clocks": _clocks, "missing": _missing}
