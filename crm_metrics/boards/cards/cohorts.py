"""Of the customers who joined in a month, how many are still there so many months later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from crm_metrics.analysis.signals import Signal
from crm_metrics.boards.behind.provenance import Provenance, last_of
from crm_metrics.boards.core import Card, Heat
from crm_metrics.boards.facts import MonthlyFacts
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.series import Indicator, asked_of, collect, judged
from crm_metrics.boards.telling import claims, sentences
from crm_metrics.boards.tiles import definition
from crm_metrics.metrics.registry import metric_of
from crm_metrics.periods import months_later
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

SHOWN = 12
AGE = 3  # months: the age at which cohorts are compared
BASE = 8  # the cohorts before the last of which the routine is learnt


@dataclass(frozen=True)
class Cohort:
    """The customers who joined in a month: how many, and the share still there at each age."""

    month: date
    joined: int
    kept: tuple[float | None, ...]


@dataclass(frozen=True)
class Cohorts:
    """The triangle, oldest first, and whether cohorts keep their customers at one age as they used to."""

    cohorts: tuple[Cohort, ...]
    signal: Signal


def gather(warehouse: Warehouse, facts: MonthlyFacts) -> Cohorts | None:
    """The cohorts of the two years through a closed month, None when the data have none or nobody could leave yet."""
    if facts.young:
        return None
    view, month, last = facts.view, facts.first, facts.last
    kept = Indicator("cohort_kept")
    since = months_later(month, -24)
    where = asked_of(view)
    results = collect(
        warehouse, [kept], every="month", since=since, until=last, by=("months",), where=where, scope=view.scope
    )
    if kept not in results:
        return None
    # An age that the closed month has not reached is left out: it would be read after its end.
    readings = [
        reading
        for reading in results[kept].readings
        if reading.groups[0] is not None
        and reading.value is not None
        and _reached(reading.period, int(reading.groups[0]), month)
    ]
    by_month: dict[date, dict[int, tuple[float, int]]] = {}
    for reading in readings:
        by_month.setdefault(reading.period, {})[int(str(reading.groups[0]))] = (
            float(reading.value or 0),
            reading.n or 0,
        )
    if not by_month:
        return None
    cohorts = tuple(
        Cohort(
            joined,
            ages[0][1] if 0 in ages else max(n for _, n in ages.values()),
            tuple(ages[age][0] if age in ages else None for age in range(max(ages) + 1)),
        )
        for joined, ages in sorted(by_month.items())
    )
    mature = [reading for reading in readings if int(str(reading.groups[0])) == AGE]
    baseline = mature[-BASE - 1].period if len(mature) > BASE else month
    return Cohorts(cohorts, judged(metric_of("cohort_kept"), mature, "month", baseline))


def _reached(joined: date, age: int, month: date) -> bool:
    return (joined.year * 12 + joined.month + age) <= month.year * 12 + month.month


def card(facts: Cohorts, frame: Frame, words: Words) -> Card:
    """The triangle, titled by whether the younger of the cohorts shown leave sooner."""
    metric, shown = metric_of("cohort_kept"), facts.cohorts[-SHOWN:]
    since = _since(shown, facts.signal)
    said = claims.cohorts(facts.signal, _kept(shown, since), since, AGE)
    title = sentences.say(said, words, frame.currency, sentences.TITLE)
    return Card(
        key="cohorts",
        title=title,
        subtitle=words("Active customers, % of the cohort · month of joining × months since"),
        body=_triangle(shown, words),
        footer=frame.footer(words, [metric.name], sum(cohort.joined for cohort in shown)),
        alt=_alt(title, shown, words),
        width=7,
        definitions=(definition(metric, words),),
    )


def _alt(title: str, shown: Sequence[Cohort], words: Words) -> str:
    """The finding, how many cohorts there are, and what is left of the oldest of them."""
    said = words.many(len(shown), "{title}. One cohort.", "{title}. {n} cohorts.", title=title)
    first = shown[0]
    age, kept = max((age, share) for age, share in enumerate(first.kept) if share is not None)
    if not age:
        return said
    month, share = words.month(first.month), words.percent(kept)
    left = words.many(age, "Of {joined} who joined in {month}, {share} are there after one month.",
                      "Of {joined} who joined in {month}, {share} are there after {n} months.",
                      joined=words.number(first.joined), month=month, share=share)  # fmt: skip
    return f"{said} {left}"


def _since(shown: Sequence[Cohort], signal: Signal) -> date | None:
    """The first of the cohorts shown that a change holds for; None where it holds for none of them."""
    if signal.since is None:
        return None
    return next((one.month for one in shown if one.month >= signal.since and _at(one, AGE) is not None), None)


def _kept(shown: Sequence[Cohort], since: date | None) -> float | None:
    """What the cohorts shown kept at the age compared, all their customers together; from `since` on where given."""
    told = [one for one in shown if since is None or one.month >= since]
    aged = [(share, one.joined) for one in told if (share := _at(one, AGE)) is not None]
    joined = sum(count for _, count in aged)
    return sum(share * count for share, count in aged) / joined if joined else None


def _at(cohort: Cohort, age: int) -> float | None:
    return cohort.kept[age] if age < len(cohort.kept) else None


def _triangle(cohorts: Sequence[Cohort], words: Words) -> Heat:
    """A row for each month of joining, a column for each age; what has not come yet is empty."""
    ages = range(max(len(cohort.kept) for cohort in cohorts))

    def text(share: float | None) -> str:
        return "" if share is None else words.number(share * 100, 0)

    def hover(cohort: Cohort, age: int) -> str:
        share = _at(cohort, age)
        if share is None:
            return ""
        month, value = words.month(cohort.month), words.percent(share, 1)
        return words("{month}, month {age}: {value} of {n}", month=month, age=age, value=value, n=cohort.joined)

    def led(cohort: Cohort, age: int) -> Provenance | None:
        share, until = _at(cohort, age), last_of("month", cohort.month)
        where = (("months", str(age)),)
        whole = Provenance(metric="cohort_kept", every="month", until=until, where=where, value=share)
        return None if share is None else whole

    return Heat(
        rows=tuple(words.short_month(cohort.month) for cohort in cohorts),
        columns=tuple(str(age) for age in ages),
        values=tuple(tuple(_at(cohort, age) for age in ages) for cohort in cohorts),
        texts=tuple(tuple(text(_at(cohort, age)) for age in ages) for cohort in cohorts),
        hovers=tuple(tuple(hover(cohort, age) for age in ages) for cohort in cohorts),
        diverging=False,
        behind=tuple(tuple(led(cohort, age) for age in ages) for cohort in cohorts),
        column_title=words("months since joining"),
    )
