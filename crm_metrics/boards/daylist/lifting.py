"""What attending the customers of the day's lists brings: those listed against those held out, with an interval."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from crm_metrics.analysis.effects.holdout import LEAST
from crm_metrics.analysis.effects.lift import Lift, share_lift
from crm_metrics.analysis.relating.regression import Estimate
from crm_metrics.boards.campaigns.measuring import in_points, of_whole_company
from crm_metrics.boards.core import Card, Cell, Empty, Grid, GridColumn, Row
from crm_metrics.boards.daylist.drawing import WITHIN, round_of
from crm_metrics.boards.daylist.kept import draws_of
from crm_metrics.boards.facts import BoardFacts
from crm_metrics.boards.freshness import Frame
from crm_metrics.office.attending.marking import KeptDraw
from crm_metrics.warehouse.attending import outcomes
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

KEY = "day_lift"
SINCE = 365  # days of lists that are looked at


@dataclass(frozen=True)
class DaySubject:
    """A customer who was drawn for a list, or held out of it, on the first such day of a quarter."""

    customer: str
    day: date
    held: bool


@dataclass(frozen=True, kw_only=True)
class DayLift:
    """What the lists of a year brought."""

    lift: Lift
    """Those listed, attended or not, less those held out."""
    hits: tuple[int, int]
    """How many of each bought or paid."""
    first: date
    """The first day of a list that was worked."""
    last: date
    """The last day through which purchases and payments are counted."""
    told: tuple[str, ...]
    """The input tables that tell what customers buy or pay."""


def subjects(draws: Iterable[KeptDraw], last: date) -> tuple[DaySubject, ...]:
    """Each customer once a quarter, by the first list; left out is whose days are not over or reach the next draw."""
    found: dict[tuple[str, str], DaySubject] = {}
    for draw in sorted(draws, key=lambda one: (one.day, one.whose)):
        for customer, held in (*((one, False) for one in draw.listed), *((one, True) for one in draw.held)):
            found.setdefault((round_of(draw.day), customer), DaySubject(customer, draw.day, held))
    return tuple(one for one in found.values() if _is_over(one.day, last))


def _is_over(day: date, last: date) -> bool:
    end = day + timedelta(days=WITHIN - 1)
    return end <= last and round_of(end) == round_of(day)


def gather(warehouse: Warehouse, facts: BoardFacts) -> DayLift | None:
    """The lift of the lists of a year; None where nobody worked one, or the reader sees a part of the company alone."""
    if not of_whole_company(facts.view):
        return None
    draws = draws_of(warehouse, facts.last - timedelta(days=SINCE), facts.last)
    if not draws:
        return None
    last = min(facts.last, outcomes.told_through(warehouse) or facts.last)
    found, told = subjects(draws, last), outcomes.told(warehouse)
    dealt = outcomes.dealt(warehouse, [(one.customer, one.day) for one in found], WITHIN) if found and told else ()
    hits = [(one.customer, one.day) in dealt for one in found if not one.held]
    held = [(one.customer, one.day) in dealt for one in found if one.held]
    return DayLift(
        lift=share_lift(sum(hits), len(hits), sum(held), len(held)),
        hits=(sum(hits), sum(held)),
        first=draws[0].day,
        last=last,
        told=told,
    )


def card(shown: DayLift, frame: Frame, words: Words) -> Card:
    """Both groups beside each other, and the difference with its interval; or why there is none yet."""
    lift = shown.lift
    subtitle = words("Day's lists since {day} · bought or paid within {days} days · some are held out by chance",
                     day=words.day(shown.first), days=WITHIN)  # fmt: skip
    footer = frame.rows_footer(words, shown.told)
    few = min(lift.n_attended, lift.n_held) < LEAST
    if few or lift.attended is None or lift.held is None or lift.difference is None or not shown.told:
        title = words("What the day's lists bring is not told yet")
        why = _why(shown, words)
        return Card(key=KEY, title=title, subtitle=subtitle, body=Empty(title, why), footer=footer, alt=title)
    title = words("Bought or paid: {listed} of those listed, {held} of those held out",
                  listed=words.percent(lift.attended), held=words.percent(lift.held))  # fmt: skip
    columns = (
        GridColumn("group", words("Customers")),
        GridColumn("n", words("How many"), "number"),
        GridColumn("hits", words("Bought or paid"), "number"),
        GridColumn("share", words("Share"), "number"),
    )
    groups = (
        _row("listed", words("on a list, attended or not"), (lift.n_attended, shown.hits[0], lift.attended), words),
        _row("held", words("held out by chance"), (lift.n_held, shown.hits[1], lift.held), words),
    )
    return Card(
        key=KEY,
        title=title,
        subtitle=subtitle,
        body=Grid(columns, (*groups, _difference(lift.difference, words)), title),
        footer=f"{footer} · {words('n = {n}', n=lift.n_attended + lift.n_held)}",
        alt=title,
    )


def _row(key: str, name: str, group: tuple[int, int, float], words: Words) -> Row:
    n, hits, share = group
    texts = (name, words.number(n), words.number(hits), words.percent(share))
    return Row(key, tuple(Cell(text=one) for one in texts))


def _difference(lift: Estimate, words: Words) -> Row:
    """In points, with its 95 % interval."""
    name = words("what the lists bring, in points; 95 % interval")
    return Row("lift", (Cell(text=name), Cell(), Cell(), Cell(text=in_points(lift, words))))


def _why(shown: DayLift, words: Words) -> str:
    if not shown.told:
        return words("What customers buy or pay is not loaded: order_line.csv or receivable.csv would tell it.")
    listed, held = shown.lift.n_attended, shown.lift.n_held
    if listed and not held:
        return words("Of the lists that were worked chance has held out nobody so far.")
    if listed and held:
        return words(
            "{listed} of those listed and {held} of those held out can be counted so far; a share needs {least} of"
            " each.",
            listed=listed,
            held=held,
            least=LEAST,
        )
    return words("A list counts once {days} days have passed since it, within the same quarter.", days=WITHIN)
