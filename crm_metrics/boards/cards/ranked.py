"""The signals of the week over the whole board, the most important first, and why it is first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from crm_metrics.analysis.importance import Importance, size_of
from crm_metrics.boards.answering.owners import answering
from crm_metrics.boards.cells import signal_cell
from crm_metrics.boards.core import Card, Cell, Choice, Empty, Filter, Grid, GridColumn, Row
from crm_metrics.boards.facts import BoardFacts, WeeklyFacts
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.layout import CONTACTS, VALUES, Place
from crm_metrics.boards.restarts.kept import standing
from crm_metrics.boards.restarts.standing import of_days
from crm_metrics.boards.restarts.telling import counted
from crm_metrics.boards.series import Indicator, Series, asked_of, collect
from crm_metrics.boards.telling import sentences
from crm_metrics.boards.telling.grounds import of_count
from crm_metrics.boards.telling.sentences import Claim, Ids, Label, claim
from crm_metrics.boards.tiles import behind, definition
from crm_metrics.metrics.core import OWNERS
from crm_metrics.metrics.registry import metric_of
from crm_metrics.office.baselines.restarting import BaselineRestart
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

MOST = 6
ANSWERS = "answers"  # in an address: whose signals come first


@dataclass(frozen=True, kw_only=True)
class RankedSignal:
    """A result that left its routine, and what it is ranked by."""

    series: Series
    """The result, with its signal."""
    importance: Importance
    """What it is ranked by."""
    money: str = ""
    """The metric that tells the money behind it; "" where none does."""
    owner: str = ""
    """Who answers for it; "" where nobody is named."""


@dataclass(frozen=True)
class Ranking:
    """The signals of a period."""

    found: tuple[RankedSignal, ...]
    """The most important first."""
    judged: int
    """How many results could be judged."""
    first: str = ""
    """Whose signals come before those of others; "" for nobody's."""
    anew: tuple[BaselineRestart, ...] = ()
    """The baselines that people started anew in the periods read, of whatever the reader sees."""


def gather(warehouse: Warehouse, facts: WeeklyFacts) -> Ranking | None:
    """The results of the scorecard that left their routine; None where none is known."""
    return ranking(warehouse, facts, facts.told)


def ranking(warehouse: Warehouse, facts: BoardFacts, told: Sequence[Series], company: Place = ()) -> Ranking | None:
    """The results that left their routine, of those of a board; None where none is known.

    company: what all of it brings, the first that the data tell, for results that are asked of the whole company.
    """
    if not told:
        return None
    moved = [series for series in told if series.signal.kind in ("worse", "better", "watch")]
    behind_it, reach = _weights(warehouse, facts, moved, company) if moved else ({}, {})
    named = answering(facts.view)
    found = []
    for series in moved:
        process = _weighed_by(series, company)
        money, value = behind_it.get(process, ("", None))
        weight = Importance(size_of(series.signal), value, reach.get(process), series.signal.kind != "watch")
        owner = named.of_result(series.indicator.metric, series.indicator.process)
        found.append(RankedSignal(series=series, importance=weight, money=money, owner=owner))
    listed = tuple(sorted(found, key=lambda one: one.importance.order))
    since = min((series.readings[0].period for series in told if series.readings), default=facts.first)
    anew = of_days(standing(warehouse), facts.view.scope, since, facts.last)
    return Ranking(listed, sum(series.signal.kind != "small" for series in told), anew=anew)


def _weights(
    warehouse: Warehouse, facts: BoardFacts, moved: Sequence[Series], company: Place
) -> tuple[dict[str, tuple[str, float | None]], dict[str, float]]:
    """Of each process the money behind it in the period, with the metric that tells it, and its part of the contacts.

    What is of the whole company is of all contacts, where `company` says what it brings.
    """
    values = {**VALUES, "": company}
    concerned = dict.fromkeys(_weighed_by(series, company) for series in moved)
    asked = [candidate for process in concerned for candidate in values.get(process, ())]
    period = _of_period(warehouse, facts, (*asked, *CONTACTS))
    money = {process: _first(values.get(process, ()), period) for process in concerned}
    contacts = {str(one.process): period[one] for one in CONTACTS if period.get(one)}
    whole = sum(contacts.values())
    reach = {process: count / whole for process, count in contacts.items()}
    return money, {**reach, "": 1.0} if reach and company else reach


def _weighed_by(series: Series, company: Place) -> str:
    """The process whose money and contacts stand behind a result; "" for those of the whole company."""
    process = series.indicator.process or ("" if company else series.definition.process)
    return process or ""


def _of_period(warehouse: Warehouse, facts: BoardFacts, asked: Place) -> Mapping[Indicator, float]:
    results = collect(
        warehouse,
        asked,
        every="all",
        since=facts.first,
        until=facts.last,
        where=asked_of(facts.view),
        scope=facts.view.scope,
    )
    told = {one: next((reading.value for reading in result.readings), None) for one, result in results.items()}
    return {one: float(value) for one, value in told.items() if value is not None}


def _first(place: Place, period: Mapping[Indicator, float]) -> tuple[str, float | None]:
    return next(((one.metric, period[one]) for one in place if period.get(one)), ("", None))


def filters(shown: Ranking, words: Words) -> tuple[Filter, ...]:
    """Whose signals come first; nothing where nobody is named, or where there is nothing to put in order."""
    names = {one.owner for one in shown.found if one.owner} | ({shown.first} if shown.first else set())
    if not names or (len(shown.found) < 2 and not shown.first):
        return ()
    choices, chosen = tuple(Choice(name, name) for name in sorted(names)), (shown.first,) if shown.first else ()
    label, everything = words("Signals first of"), words("Signals of everybody alike")
    return (Filter(key=ANSWERS, label=label, everything=everything, choices=choices, chosen=chosen),)


def of_first(shown: Ranking, name: str) -> Ranking:
    """The same with the signals of one who answers before those of others."""
    return replace(shown, found=tuple(sorted(shown.found, key=lambda one: one.owner != name)), first=name)


def card(shown: Ranking, frame: Frame, words: Words) -> Card:
    """The list of signals, or the fact that there is none."""
    title = sentences.say(_claim(shown), words, frame.currency, sentences.TITLE)
    rule = words(
        "First what is sure, then deviations from its routine × money behind it in the week × part of the contacts;"
        " what is not known comes after"
    )
    notes = [words("Of fourteen results fewer than one a month is told as changed by chance") if shown.found else ""]
    if shown.first:
        notes.append(words("Those of {name} first", name=shown.first))
    body = grid(
        [row(one, "week", frame, words) for one in shown.found], words("Money behind it in the week"), title, words
    )
    return replace(listed(shown, body, frame, words, notes), subtitle=rule)


def listed(shown: Ranking, body: Grid, frame: Frame, words: Words, notes: Sequence[str]) -> Card:
    """The signals as a card, or the fact that there is none; a board says its own rule below the title."""
    title = body.caption
    metrics = tuple(dict.fromkeys(one.series.indicator.metric for one in shown.found))
    said = ": " + "; ".join(f"{row.cells[0].text} {row.cells[2].text}" for row in body.rows) if body.rows else ""
    return Card(
        key="signals",
        title=title,
        subtitle="",
        body=body if shown.found else Empty(title, words("What moves within its routine asks for no action.")),
        footer=frame.footer(words, metrics, None, *notes, counted(shown.anew, words)),
        alt=title + said,
        definitions=tuple(definition(metric_of(name), words) for name in metrics),
    )


def _claim(shown: Ranking) -> Claim:
    if not shown.judged:
        return claim("ranked_unjudged")
    rests = of_count("result", shown.judged)
    if not shown.found:
        return claim("ranked_none", rests, judged=shown.judged)
    first = min(shown.found, key=lambda one: one.importance.order).series
    metric, process = Label(first.definition.label), Ids((str(first.indicator.process or first.definition.process),))
    if len(shown.found) == 1:
        return claim("ranked_one", rests, metric=metric, process=process)
    return claim("ranked", rests, count=len(shown.found), metric=metric, process=process)


def grid(rows: Sequence[Row], money: str, caption: str, words: Words) -> Grid:
    """The lines of signals. money: what the column of the money behind them is called."""
    columns = (
        GridColumn("place", words("Process and metric")),
        GridColumn("signal", words("Signal"), "chip"),
        GridColumn("size", words("Deviations from its routine"), "number"),
        GridColumn("money", money, "number"),
        GridColumn("reach", words("Part of the contacts"), "number"),
        GridColumn("since", words("Since")),
        GridColumn("owner", words("Who answers")),
    )
    return Grid(columns, tuple(rows), caption, MOST)


def row(one: RankedSignal, every: str, frame: Frame, words: Words, named: str = "") -> Row:
    """The line of a signal. named: what the board calls its result, where it does."""
    series, weight = one.series, one.importance
    process = str(series.indicator.process or series.definition.process or "")
    led, since = behind(series, every), series.signal.since
    unknown = Cell(text=words("not known"), muted=True)
    money = unknown
    if weight.value is not None:
        amount = words.value(weight.value, "money", frame.currency)
        money = Cell(text=f"{amount} · {sentences.inside(words(metric_of(one.money).label))}")
    owner = Cell(text=one.owner) if one.owner else Cell(text=words(OWNERS[process or None]), muted=True)
    cells = (
        Cell(
            text=" · ".join(
                (words.name(process) if process else words("The company"), named or words(series.definition.label))
            )
        ),
        signal_cell(series, words, led),
        Cell(text=words.number(weight.size, 1)),
        money,
        Cell(text=words.percent(weight.reach, 0)) if weight.reach is not None else unknown,
        Cell(text=words.day(since) if since else "–"),
        owner,
    )
    return Row(f"{process}:{series.indicator.metric}", cells)
