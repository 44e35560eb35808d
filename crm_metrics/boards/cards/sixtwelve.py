"""Six weeks and twelve months of one metric beside last year and the objective, with totals to date like for like."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from crm_metrics.boards.behind.provenance import Provenance, of_days
from crm_metrics.boards.core import Card, Point, SixTwelve, View
from crm_metrics.boards.facts import WeeklyFacts
from crm_metrics.boards.filters import permitted
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.layout import Place
from crm_metrics.boards.series import Indicator, asked_of, collect, ended, scoped
from crm_metrics.boards.telling import claims, sentences
from crm_metrics.boards.tiles import definition, when
from crm_metrics.metrics.goals.targets import Goal, goal_for
from crm_metrics.metrics.registry import metric_of
from crm_metrics.periods import months_later, next_start, start_of
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

WEEKS, MONTHS = 6, 12
YEAR = timedelta(days=364)  # fifty-two weeks: the same weekdays


@dataclass(frozen=True, kw_only=True)
class DailyAmounts:
    """The daily amounts of an additive metric."""

    indicator: Indicator
    """Whose amounts they are: the first candidate of the place that has any in the week."""
    amounts: tuple[tuple[date, float], ...]
    """Of each day through `until`; a day that is not loaded is absent."""
    week: date
    """The Monday of the week shown."""
    until: date
    """The last day that counts in the months and in the totals to date."""
    fiscal_month: int
    """The month, 1 to 12, in which the fiscal year begins: quarter and year to date count from it."""
    week_goal: Goal | None
    """Of the week shown."""
    month_goal: Goal | None
    """Of the last month."""

    @property
    def sunday(self) -> date:
        """The last day of the week shown."""
        return self.week + timedelta(days=6)

    @property
    def this_week(self) -> float | None:
        """The sum of the week shown."""
        return self.total(self.week, self.sunday)

    @property
    def year_before(self) -> float | None:
        """The sum of the same week a year before."""
        return self.total(self.week - YEAR, self.sunday - YEAR)

    @property
    def goal(self) -> float | None:
        """The objective of the week shown."""
        return self.week_goal.goal if self.week_goal else None

    def total(self, first: date, last: date) -> float | None:
        """The sum of the days from first to last; None unless all of them are there."""
        values = [value for day, value in self.amounts if first <= day <= last]
        return sum(values) if len(values) == (last - first).days + 1 and values else None


@dataclass(frozen=True)
class WeeksAndMonths:
    """The card of one place of the board: of the first of its candidates that has amounts."""

    place: Place

    def gather(self, warehouse: Warehouse, facts: WeeklyFacts) -> DailyAmounts | None:
        """The amounts; the page of one process has no such card."""
        view, whole = facts.view, facts.frame.whole
        if view.process is not None:
            return None
        seen = tuple(indicator for indicator in self.place if permitted(view.scope, indicator.process))
        until = facts.last if view.until or whole is None else whole
        return amounts(warehouse, view, seen, facts.first, until)

    def card(self, shown: DailyAmounts, frame: Frame, words: Words) -> Card:
        """The chart, titled by where the week stands against last year and the objective."""
        return card(shown, frame, words)


def amounts(warehouse: Warehouse, view: View, place: Place, week: date, until: date) -> DailyAmounts | None:
    """The first candidate of a place that has amounts in the week."""
    where = asked_of(view)
    since = months_later(until.replace(day=1), 1 - MONTHS - 12)
    results = collect(
        warehouse, place, every="day", since=min(since, week - timedelta(days=35) - YEAR), until=until,
        where=where, scope=view.scope,
    )  # fmt: skip
    for indicator in place:
        if indicator not in results:
            continue
        amounts = tuple(
            (reading.period, float(reading.value))
            for reading in results[indicator].readings
            if reading.complete and reading.value is not None
        )
        if not any(value for day, value in amounts if day >= week):
            continue
        metric = metric_of(indicator.metric)
        through = ended(warehouse, metric, until)
        goals = {
            every: goal_for(warehouse, metric, every, day, process=indicator.process, **scoped(view))
            for every, day in (("week", week), ("month", through))
        }
        return DailyAmounts(
            indicator=indicator,
            amounts=amounts,
            week=week,
            until=through,
            fiscal_month=warehouse.company.fiscal_year_start_month,
            week_goal=goals["week"],
            month_goal=goals["month"],
        )
    return None


def card(facts: DailyAmounts, frame: Frame, words: Words) -> Card:
    """The chart, titled by where the week stands against last year and the objective."""
    metric = metric_of(facts.indicator.metric)
    said = claims.standing(metric.label, facts.this_week, facts.year_before, facts.goal)
    title = sentences.say(said, words, frame.currency, sentences.TITLE)
    scale = words.split(facts.this_week, metric.unit, frame.currency)[1]
    unit = " ".join(part for part in (frame.currency if metric.unit == "money" else words("number"), scale) if part)
    subtitle = words("{metric}, {unit} · {weeks} weeks and {months} months", metric=words(metric.label), unit=unit,
                     weeks=WEEKS, months=MONTHS)  # fmt: skip
    body = _body(facts, frame, words)
    alt = title + ". " + "; ".join(f"{name}: {value}" for name, value in body.totals)
    footer = frame.footer(words, [metric.name], None, _rate_note(facts, words))
    return Card(
        key=f"six_twelve_{metric.name}",
        title=title,
        subtitle=subtitle,
        body=body,
        footer=footer,
        alt=alt,
        width=6,
        definitions=(definition(metric, words),),
    )


def _rate_note(facts: DailyAmounts, words: Words) -> str:
    month = facts.until.replace(day=1)
    days = (next_start("month", month) - month).days
    if facts.until.day == days:
        return ""
    return words("* {month}: at its present rate, {passed} of {days} days", month=words.month(month),
                 passed=facts.until.day, days=days)  # fmt: skip


def _body(facts: DailyAmounts, frame: Frame, words: Words) -> SixTwelve:
    metric = metric_of(facts.indicator.metric)
    weeks = [facts.week - timedelta(days=7 * back) for back in range(WEEKS - 1, -1, -1)]
    months = [months_later(facts.until.replace(day=1), -back) for back in range(MONTHS - 1, -1, -1)]

    def week(first: date, shift: timedelta) -> Point:
        total = facts.total(first - shift, first - shift + timedelta(days=6))
        text = f"{when(first - shift, 'week', words)}: {words.value(total, metric.unit, frame.currency)}"
        led = _led(facts, first - shift, first - shift + timedelta(days=6))
        return Point(day=first, value=total, label=text, behind=led)

    return SixTwelve(
        unit=metric.unit,
        weeks=tuple(week(monday, timedelta(0)) for monday in weeks),
        weeks_before=tuple(week(monday, YEAR) for monday in weeks),
        weeks_goal=facts.goal,
        months=tuple(_month(facts, month, month, frame, words) for month in months),
        months_before=tuple(_month(facts, month, months_later(month, -12), frame, words) for month in months),
        months_goal=facts.month_goal.goal if facts.month_goal else None,
        totals=_totals(facts, frame, words),
        behind=_totals_led(facts),
        weeks_title=words("{n} weeks", n=WEEKS),
        months_title=words("{n} months", n=MONTHS),
        legend=(words("last year"), words("objective"), words("this year")),
    )


def _month(facts: DailyAmounts, shown: date, month: date, frame: Frame, words: Words) -> Point:
    """A month as it stands; the running one at its present rate, hollow, so that it does not plunge."""
    unit = metric_of(facts.indicator.metric).unit
    last = next_start("month", month) - timedelta(days=1)
    if last <= facts.until:
        total = facts.total(month, last)
        said = f"{words.month(month)}: {words.value(total, unit, frame.currency)}"
        return Point(day=shown, value=total, label=said, behind=_led(facts, month, last))
    so_far = facts.total(month, facts.until)
    rate = None if so_far is None else so_far / facts.until.day * last.day
    passed, at_rate = words.value(so_far, unit, frame.currency), words.value(rate, unit, frame.currency)
    text = words("{month}: {value} so far, {rate} at this rate", month=words.month(month), value=passed, rate=at_rate)
    return Point(day=shown, value=rate, complete=False, label=text, behind=_led(facts, month, facts.until))


def _led(facts: DailyAmounts, first: date, last: date) -> Provenance | None:
    """What leads to the rows of a sum of days."""
    total, indicator = facts.total(first, last), facts.indicator
    if total is None:
        return None
    return of_days(metric_of(indicator.metric), first, last, total, process=indicator.process)


def _totals_led(facts: DailyAmounts) -> tuple[Provenance | None, ...]:
    """What leads to the rows of each of `_totals`; a comparison has none of its own."""
    until = facts.until
    quarter, year = (start_of(every, until, facts.fiscal_month) for every in ("quarter", "year"))
    week, month = _led(facts, facts.week, facts.sunday), _led(facts, until.replace(day=1), until)
    return (week, None, None, None, month, None, _led(facts, quarter, until), _led(facts, year, until))


def _totals(facts: DailyAmounts, frame: Frame, words: Words) -> tuple[tuple[str, str], ...]:
    """The box below: this week, its three comparisons; month, quarter and year to date, the month like for like.

    To date is through the last day that was over: on the first of a month, of the month before. So the day is named.
    """
    unit = metric_of(facts.indicator.metric).unit
    monday, until, value = facts.week, facts.until, facts.this_week
    last_week = facts.total(monday - timedelta(days=7), monday - timedelta(days=1))
    month, through = until.replace(day=1), words.short_day(until)
    to_date = facts.total(month, until)
    year_before = months_later(month, -12)
    like = facts.total(year_before, year_before + (until - month))
    quarter, year = (start_of(every, until, facts.fiscal_month) for every in ("quarter", "year"))

    def amount(x: float | None) -> str:
        return words.value(x, unit, frame.currency)

    def against(x: float | None, base: float | None) -> str:
        return words.percent(x / base - 1, 1, sign=True) if x is not None and base else "–"

    return (
        (words("Week"), amount(value)),
        (words("vs last week"), against(value, last_week)),
        (words("vs last year"), against(value, facts.year_before)),
        (words("vs objective"), against(value, facts.goal)),
        (words("Month to date, through {day}", day=through), amount(to_date)),
        (words("vs same days last year"), against(to_date, like)),
        (words("Quarter to date, through {day}", day=through), amount(facts.total(quarter, until))),
        (words("Year to date, through {day}", day=through), amount(facts.total(year, until))),
    )
