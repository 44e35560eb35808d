"""Of the customers who joined in a month, how many are still there so many months later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from crm_metrics.analysis.signals import Signal
from crm_metrics.boards.core import Card, Heat, View
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.series import Indicator, asked_of, collect, judged
from crm_metrics.boards.telling import claims, sentences
from crm_metrics.boards.tiles import definition
from crm_metrics.metrics.registry import metric_of
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


def gather(warehouse: Warehouse, view: View, month: date) -> Cohorts | None:
    """The cohorts of the two years through a closed month, None when the data have none."""
    kept = Indicator("cohort_kept")
    since = date(month.year - 2, month.month, 1)
    last = (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    where = asked_of(view)
    found = collect(
        warehouse, [kept], every="month", since=since, until=last, by=("months",), where=where, scope=view.scope
    )
    if kept not in found:
        return None
    # An age that the closed month has not reached is left out: it would be read after its end.
    held = [
        one
        for one in found[kept].readings
        if one.groups[0] is not None and one.value is not None and _reached(one.period, int(one.groups[0]), month)
    ]
    by_month: dict[date, dict[int, tuple[float, int]]] = {}
    for one in held:
        by_month.setdefault(one.period, {})[int(str(one.groups[0]))] = (float(one.value or 0), one.n or 0)
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
    mature = [one for one in held if int(str(one.groups[0])) == AGE]
    baseline = mature[-BASE - 1].period if len(mature) > BASE else month
    return Cohorts(cohorts, judged(metric_of("cohort_kept"), mature, "month", baseline))


def _reached(joined: date, age: int, month: date) -> bool:
    return (joined.year * 12 + joined.month + age) <= month.year * 12 + month.month


def card(facts: Cohorts, frame: Frame, words: Words) -> Card:
    """The triangle, titled by whether younger cohorts leave sooner."""
    metric = metric_of("cohort_kept")
    title = sentences.say(claims.cohorts(facts.signal, AGE), words, frame.currency, sentences.TITLE)
    shown = facts.cohorts[-SHOWN:]
    ages = max(len(one.kept) for one in shown)
    names = tuple(words.short_month(one.month) for one in shown)
    values = tuple(tuple(one.kept[age] if age < len(one.kept) else None for age in range(ages)) for one in shown)
    body = Heat(
        names,
        tuple(str(age) for age in range(ages)),
        values,
        tuple(tuple("" if one is None else words.number(one * 100, 0) for one in row) for row in values),
        tuple(
            tuple(
                ""
                if one is None
                else words(
                    "{month}, month {age}: {value} of {n}",
                    month=words.month(cohort.month),
                    age=age,
                    value=words.percent(one, 1),
                    n=cohort.joined,
                )
                for age, one in enumerate(row)
            )
            for cohort, row in zip(shown, values, strict=True)
        ),
        False,
        None,
        words("months since joining"),
    )
    subtitle = words("Active customers, % of the cohort · month of joining × months since")
    footer = frame.footer(words, [metric.name], sum(one.joined for one in shown))
    alt = words("{title}. {n} cohorts.", title=title, n=len(shown))
    return Card("cohorts", title, subtitle, body, footer, alt, 7, (definition(metric, words),))
