"""The cases that wait, by age and by the five kinds of contact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from crm_metrics.boards.behind.provenance import ABSENT, Provenance
from crm_metrics.boards.core import Card, Cell, Grid, GridColumn, Row
from crm_metrics.boards.facts import DailyFacts
from crm_metrics.boards.filters import within
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.series import Indicator, asked_of, collect, left_out
from crm_metrics.boards.tiles import definition
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse import roster
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

AGES = ("open_since_yesterday", "open_two_or_three_days", "open_up_to_ten_days", "old_cases")
ALL = "backlog"
COMPLAINT = "complaint"
KINDS = ("need", "concern", "problem", COMPLAINT, "opportunity", "")  # of contact; "" for what nobody has classified
Told = tuple[str | None, str | None]  # the kind of a case, and its reason


@dataclass(frozen=True, kw_only=True)
class OpenQueue:
    """The cases open at the close of a day."""

    day: date
    """The day."""
    counts: Mapping[tuple[str, str], int]
    """By metric of AGES or ALL, and kind of contact."""
    told: Mapping[str, tuple[Told, ...]]
    """Of each kind of contact, the kinds and reasons of its cases."""
    incomplete: bool
    """Whether rows of the cases were left out."""

    def total(self, metric: str) -> int:
        """The cases of a column, of every kind."""
        return sum(count for (name, _), count in self.counts.items() if name == metric)


def gather(warehouse: Warehouse, facts: DailyFacts) -> OpenQueue | None:
    """The queue of service; None where the view has none, or nothing waits."""
    if not within(facts.view, "service"):
        return None
    day = facts.last
    asked: dict[str, Any] = {"since": day, "until": day, "where": asked_of(facts.view), "scope": facts.view.scope}
    columns = [Indicator(name, "service") for name in (*AGES, ALL)]
    found = collect(warehouse, columns, every="day", by=("kind", "reason"), **asked)
    kinds = roster.contact_kinds(warehouse)
    counts: dict[tuple[str, str], int] = {}
    told: dict[str, set[Told]] = {}
    incomplete = False
    for indicator, result in found.items():
        for one in result.readings:
            if one.value:
                kind, reason = one.groups
                contact = COMPLAINT if kind == COMPLAINT else kinds.get(str(reason), "")
                place = (indicator.metric, contact)
                counts[place] = counts.get(place, 0) + int(one.value)
                told.setdefault(contact, set()).add((kind, reason))
                incomplete = incomplete or left_out(one)
    if not counts:
        return None
    ordered = {kind: tuple(sorted(pairs, key=str)) for kind, pairs in told.items()}
    return OpenQueue(day=day, counts=counts, told=ordered, incomplete=incomplete)


def card(shown: OpenQueue, frame: Frame, words: Words) -> Card:
    """A row for each kind of contact, a column for each age."""
    waiting, old = shown.total(ALL), shown.total(AGES[-1])
    title = words.many(waiting, "One case waits", "{n} cases wait")
    if old:
        title = words("{said}; {old} for more than {days} days", said=title, old=words.number(old), days=10)
    names = (*AGES, ALL)
    heads = [GridColumn(name, words(metric_of(name).label), "number") for name in AGES]
    columns = (
        GridColumn("kind", words("Kind of contact")), *heads, GridColumn(ALL, words("All"), "number"),
    )  # fmt: skip
    rows = [_row(kind, shown, words) for kind in KINDS if kind in shown.told]
    if len(rows) > 1:
        cells = (Cell(text=words("All")), *(_cell(name, None, shown, words) for name in names))
        rows.append(Row("all", cells))
    subtitle = words("Service · cases open at the close of {day} · age × kind of contact",
                     day=words.short_day(shown.day))  # fmt: skip
    notes = (
        [words("Not classified: reasons of which the company has not said what they are")] if "" in shown.told else []
    )
    notes += [words("Rows of the cases were left out")] if shown.incomplete else []
    return Card(
        key="queue",
        title=title,
        subtitle=subtitle,
        body=Grid(columns, tuple(rows), title),
        footer=frame.footer(words, [ALL], waiting, *notes),
        alt=title,
        definitions=(definition(metric_of(ALL), words),),
    )


def _row(kind: str, shown: OpenQueue, words: Words) -> Row:
    said = words.name(kind) if kind else words("Not classified")
    return Row(kind or "none", (Cell(text=said), *(_cell(name, kind, shown, words) for name in (*AGES, ALL))))


def _cell(metric: str, kind: str | None, shown: OpenQueue, words: Words) -> Cell:
    """The cases of an age and a kind, None for all kinds."""
    count = shown.total(metric) if kind is None else shown.counts.get((metric, kind), 0)
    where = () if kind is None else _where(shown.told[kind], shown.told)
    led = None
    if where is not None:
        led = Provenance(metric=metric, every="day", until=shown.day, where=where, value=float(count))
    return Cell(text=words.number(count, 0), behind=led)


def _where(mine: Sequence[Told], told: Mapping[str, Sequence[Told]]) -> tuple[tuple[str, str], ...] | None:
    """The conditions that hold for these kinds and reasons and for no others; None where there are none such."""
    kinds, reasons = {kind for kind, _ in mine}, {reason for _, reason in mine}
    others = [pair for pairs in told.values() for pair in pairs if pair not in mine]
    if any(kind in kinds and reason in reasons for kind, reason in others):
        return None
    return (*_pairs("kind", kinds), *_pairs("reason", reasons))


def _pairs(name: str, values: Iterable[str | None]) -> list[tuple[str, str]]:
    return sorted((name, ABSENT if value is None else value) for value in values)
