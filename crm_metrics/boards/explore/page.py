"""The page of any metric: what it comes to in any days, by any two dimensions, how it moves, what it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import ClassVar

from crm_metrics.access import EVERYTHING
from crm_metrics.analysis import baselines
from crm_metrics.boards import catalogue, freshness
from crm_metrics.boards.cited import lines
from crm_metrics.boards.cited.beside import Held, beside, switched_on
from crm_metrics.boards.core import Board, Card, Chip, Choice, Empty, FactSheet, Filter, View
from crm_metrics.boards.empty import empty_card, nothing_loaded, without_rows
from crm_metrics.boards.explaining import card as explaining
from crm_metrics.boards.explaining import split
from crm_metrics.boards.explaining.split import DIMENSIONS, Explained, NumberToExplain
from crm_metrics.boards.explore import cut
from crm_metrics.boards.explore.cut import CrossTab
from crm_metrics.boards.explore.selection import AGAINST, COLUMNS, METRIC, OWN, ROWS, SINCE, Selection, selection_of
from crm_metrics.boards.facts import BoardFacts, place_of, placed
from crm_metrics.boards.filters import dimension_filter, one_of
from crm_metrics.boards.layout import TIERS
from crm_metrics.boards.noting.kept import notes_of
from crm_metrics.boards.noting.marking import noted
from crm_metrics.boards.persons import masking
from crm_metrics.boards.restarts.marking import told
from crm_metrics.boards.series import Indicator, Series, arranged, collect, scoped, with_goal
from crm_metrics.boards.telling import sentences
from crm_metrics.boards.telling.defining import facts_of, made_of
from crm_metrics.boards.tiles import control
from crm_metrics.errors import CrmError, QuestionError
from crm_metrics.metrics.question import ask, dimensions, statements
from crm_metrics.metrics.readings import Groups, Reading
from crm_metrics.metrics.registry import known
from crm_metrics.periods import Period, last_ended, last_month
from crm_metrics.warehouse import roster
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

UNLISTED = ("tier", "customer")  # whose values stand in a list of their own, or are too many for one


@dataclass(frozen=True, kw_only=True)
class ExploreFacts(BoardFacts):
    """What the page knows of one metric."""

    every: ClassVar[str] = "month"
    selection: Selection | None = None
    """What was asked; None while nothing is loaded."""
    line: catalogue.Line | None = None
    """The metric, and what these data lack for it."""
    offered: tuple[str, ...] = ()
    """The dimensions that it can be cut by here."""
    answer: CrossTab | None = None
    """What it reads; None where it can't be computed, or the question can't be put."""
    refused: CrmError | None = None
    """Why the question can't be put."""
    trend: Series | None = None
    """The metric over the weeks or months up to the last day asked; None where it tells nothing."""
    trend_every: str = "month"
    """Of which: "week" or "month"."""
    sql: str = ""
    """What the engine runs for it."""
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Of each dimension that is filtered by, the values that its rows have, within what the reader sees."""
    cited: tuple[Held, ...] = ()
    """The reference lines of the metric that the company chose, over the months that had ended by the last day."""
    explained: Explained | None = None
    """What explains its change by the dimension of the rows, where it is compared with other days."""
    told: Mapping[str, str] = field(default_factory=dict)
    """Every metric known here, its name before it is put into a language, by id."""


def gather(warehouse: Warehouse, view: View) -> ExploreFacts:
    """What the view asks of one metric."""
    around = freshness.around(warehouse, view)
    if around.whole is None:
        return ExploreFacts(view=view, frame=around)
    selection = selection_of(warehouse, view, around.whole)
    line = catalogue.line(warehouse, selection.metric)
    answer, refused = (None, None) if not line.ready else _answered(warehouse, view, selection)
    every = "month" if selection.metric.finest == "month" else "week"
    return ExploreFacts(
        view=view,
        frame=around,
        period=selection.days,
        place=place_of(warehouse, view),
        notes=notes_of(warehouse, view.scope),
        selection=selection,
        line=line,
        offered=dimensions(warehouse, selection.metric) if line.ready else (),
        answer=answer,
        refused=refused,
        trend=_trend(warehouse, view, selection, every) if answer else None,
        trend_every=every,
        values=_values(warehouse, view, selection) if answer else {},
        cited=_cited(warehouse, view, selection) if answer else (),
        explained=_explained(warehouse, view, selection) if answer else None,
        sql=statements(warehouse, selection.metric) if line.reason is None else "",
        told={metric.name: metric.label for metric in known().values()},
    )


def _answered(warehouse: Warehouse, view: View, selection: Selection) -> tuple[CrossTab | None, CrmError | None]:
    """The answer, or why the question can't be put: a dimension that the metric does not have, say."""

    def read(days: Period, by: tuple[str, ...]) -> dict[Groups, Reading]:
        results = ask(
            warehouse,
            [selection.metric],
            every="all",
            by=by,
            where=_conditions(warehouse, selection),
            since=days.first,
            until=days.last,
            scope=view.scope,
        )
        return {one.groups: one for one in results[selection.metric.name].readings if one.value is not None or not by}

    before, by = selection.before, selection.by
    try:
        whole, cells = read(selection.days, ()), read(selection.days, by) if by else {}
        earlier = (read(before, ()), read(before, by) if by else {}) if before else ({}, {})
    except QuestionError as error:
        return None, error
    answer = CrossTab(
        selection=selection,
        whole=whole.get(()),
        whole_before=earlier[0].get(()),
        cells=cells,
        cells_before=earlier[1],
        names=_names(warehouse, view, selection),
    )
    return answer, None


def _conditions(warehouse: Warehouse, selection: Selection) -> Mapping[str, list[str]]:
    """The conditions as a question takes them, by dimension; of customers the ids, where the link has keys."""
    asked = dict(selection.filters)
    if "customer" in asked:
        asked["customer"] = [one for key in asked["customer"] for one in masking.ids_of(warehouse, key)]
    return asked


def _values(warehouse: Warehouse, view: View, selection: Selection) -> dict[str, tuple[str, ...]]:
    """What may be chosen of each dimension that a link filters by: what the metric's rows have had on any day."""
    asked = [name for name in selection.filters if name not in UNLISTED]
    until, scope = selection.days.last, view.scope
    found: dict[str, tuple[str, ...]] = {}
    for name in asked:
        result = ask(warehouse, [selection.metric], every="all", by=(name,), until=until, scope=scope)
        readings = result[selection.metric.name].readings
        values = {str(one.groups[0]) for one in readings if one.groups[0] is not None}
        if selection.metric.aggregation == "stock":  # what was gone by the last day has had rows too
            values |= set(selection.filters[name])
        found[name] = tuple(sorted(values))
    return found


def _names(warehouse: Warehouse, view: View, selection: Selection) -> dict[str, Mapping[str, str]]:
    """What the ids of people, points of contact and campaigns are called; a customer is shown by id.

    A reader of a part of the company learns no name by asking for its id: the rows of that part tell theirs.
    """
    by = (*selection.by, *selection.filters) if view.scope == EVERYTHING else selection.by
    names: dict[str, Mapping[str, str]] = {}
    if "agent" in by:
        names["agent"] = {agent: person.name for agent, person in roster.people(warehouse, view.scope).items()}
    if "touchpoint" in by:
        names["touchpoint"] = roster.touchpoints(warehouse)
    if "campaign" in by:
        names["campaign"] = roster.campaigns(warehouse)
    return names


def _trend(warehouse: Warehouse, view: View, selection: Selection, every: str) -> Series | None:
    indicator = Indicator(selection.metric.name, selection.metric.process)
    last = last_ended(every, selection.days.last)
    since, baseline = baselines.window(every, last)
    results = collect(
        warehouse,
        [indicator],
        every=every,
        since=since,
        until=last,
        where=_conditions(warehouse, selection),
        scope=view.scope,
        baseline=baseline,
    )
    if indicator not in results:
        return None
    series = next(iter(arranged(indicator, results[indicator], every, baseline).values()), None)
    if series is None or not series.tells:
        return None
    return with_goal(warehouse, series, every, **scoped(view))


def _cited(warehouse: Warehouse, view: View, selection: Selection) -> tuple[Held, ...]:
    """The reference lines of the metric beside the rows that are asked for."""
    asked = replace(
        view, where=tuple((name, one) for name, values in _conditions(warehouse, selection).items() for one in values)
    )
    chosen = (one for one in switched_on() if one.metric == selection.metric.name)
    return beside(warehouse, asked, chosen, last_month(selection.days.last).last)


def _explained(warehouse: Warehouse, view: View, selection: Selection) -> Explained | None:
    """The change by the dimension of the rows; None where nothing is compared or nothing can be split."""
    if not selection.against or selection.rows not in DIMENSIONS:
        return None
    asked = NumberToExplain(
        metric=selection.metric,
        every="all",
        days=selection.days,
        view=view,
        where=tuple((name, one) for name, those in _conditions(warehouse, selection).items() for one in those),
        dimension=selection.rows,
        gap=selection.against,
    )
    found = split.gather(warehouse, asked)
    return found if found is not None and found.asked.dimension == selection.rows and found.offered else None


def board(facts: ExploreFacts, words: Words) -> Board:
    """The page in the reader's language."""
    around, selection = facts.frame, facts.selection
    days = f"{words.day(selection.days.first)} – {words.day(selection.days.last)}" if selection else ""
    return Board(
        key="explore",
        title=words(selection.metric.label) if selection else words("Explore"),
        period=days,
        state=_state(facts, words),
        summary=(placed(words(selection.metric.means), facts.place, words),) if selection else (),
        tiles=(),
        cards=noted(told(_cards(facts, words)), facts.notes, facts.view, words),
        freshness=around.freshness(words),
        notices=around.notices(words),
        filters=_filters(facts, words),
        omits=bool(around.left_out),
        takes=("process",),
        own=OWN,
    )


def _state(facts: ExploreFacts, words: Words) -> Chip:
    whole = facts.answer.whole if facts.answer else None
    if whole is None or whole.value is None:
        return Chip("empty", words("no data"))
    return Chip("closed", words("complete")) if whole.complete else Chip("partial", words("partial"))


def _cards(facts: ExploreFacts, words: Words) -> tuple[Card, ...]:
    selection, line = facts.selection, facts.line
    if selection is None or line is None:
        return (nothing_loaded(words),)
    if not line.ready:
        fact = words("{metric} can't be told here yet", metric=words(selection.metric.label))
        return (empty_card("no_data", Empty(fact, catalogue.state(line, words))), _meaning(facts, line, words))
    if facts.refused is not None or facts.answer is None:
        fact, reason = words("This can't be asked"), words.error(facts.refused) if facts.refused else ""
        undo = ((ROWS, ""), (COLUMNS, ""), *((name, "") for name in selection.filters))
        return (empty_card("refused", Empty(fact, reason, words("Ask without dimensions"), undo)),)
    whole = facts.answer.whole
    if (whole is None or whole.value is None) and not facts.answer.cells:
        return (*_nothing(facts, words), *_shown_trend(facts, words), _meaning(facts, line, words))
    table = cut.card(facts.answer, facts.frame, words)
    cited = (lines.card(facts.cited, facts.frame, words),) if facts.cited else ()
    explained = (explaining.card(facts.explained, facts.frame, words),) if facts.explained else ()
    return (table, *explained, *_shown_trend(facts, words), *cited, _meaning(facts, line, words))


def _nothing(facts: ExploreFacts, words: Words) -> tuple[Card, ...]:
    """Why there is no value: a filter that leaves no row, else what the metric itself says."""
    answer = facts.answer
    if answer is None or answer.selection.where:
        return (without_rows(View(where=answer.selection.where if answer else ()), words),)
    fact = words("{metric}: no value in these days", metric=words(answer.selection.metric.label))
    reason = answer.whole.reason if answer.whole else None
    said = words.error(reason) if reason else words("No row of these days is of it, within what you may see.")
    return (empty_card("no_value", Empty(fact, said)),)


def _shown_trend(facts: ExploreFacts, words: Words) -> tuple[Card, ...]:
    if facts.trend is None:
        return ()
    drawn = control(facts.trend, words, facts.frame.currency, every=facts.trend_every)
    drawn = replace(drawn, cited=lines.across(facts.cited, facts.trend_every, facts.frame.currency, words))
    chip = drawn.chip.text if drawn.chip else ""
    title = words("{metric}: {signal}", metric=words(facts.trend.definition.label), signal=chip)
    every = words("by week") if facts.trend_every == "week" else words("by month")
    band = words("band: natural limits · mark: a signal · hollow: not whole")
    card = Card(
        key="trend",
        title=title,
        subtitle=" · ".join(filter(None, (every, drawn.taken_out, band))),
        body=drawn,
        footer=facts.frame.footer(words, (facts.trend.indicator.metric,), None),
        alt=". ".join(filter(None, [title, *(one.label for one in drawn.points[-1:]), drawn.taken_out])),
    )
    return (card,)


def _meaning(facts: ExploreFacts, line: catalogue.Line, words: Words) -> Card:
    metric = line.metric
    cut_by = (words("Can be grouped by"), words.listed(map(words.name, facts.offered)) or "–")
    entries = (*facts_of(metric, words), cut_by, *catalogue.here(line, words))
    title = words("What {metric} means", metric=words(metric.label))
    return Card(
        key="meaning",
        title=title,
        subtitle=words("Definition, source and what these data can say of it"),
        body=FactSheet(entries[1:], facts.sql, made_of(metric, words)),
        footer=facts.frame.footer(words, (metric.name,), None),
        alt=title,
    )


def _filters(facts: ExploreFacts, words: Words) -> tuple[Filter, ...]:
    selection = facts.selection
    if selection is None:
        return ()
    metrics = sorted((words(label), name) for name, label in facts.told.items())
    dims = [(one, words("by {dimension}", dimension=sentences.named_inside(one, words))) for one in facts.offered]
    against = [("before", words("against the days before")), ("year", words("against a year before"))]
    named = [(name, label) for label, name in metrics]
    return (
        one_of(METRIC, words("Metric"), named, selection.metric.name),
        one_of(ROWS, words("Rows"), dims, selection.rows, everything=words("No rows")),
        one_of(COLUMNS, words("Columns"), dims, selection.columns, everything=words("No columns")),
        _day(SINCE, words("From"), selection.days.first),
        _day("until", words("To"), selection.days.last),
        one_of(AGAINST, words("Compare"), against, selection.against, everything=words("Compared with nothing")),
        dimension_filter("tier", TIERS, facts.view, words, label=words("Tier"), everything=words("All tiers")),
        *_kept(facts, words),
    )


def _day(key: str, label: str, day: date) -> Filter:
    return Filter(key=key, label=label, everything="", choices=(), chosen=(day.isoformat(),), day=True)


def _kept(facts: ExploreFacts, words: Words) -> tuple[Filter, ...]:
    """The other conditions that a link brings along, each to be taken away."""
    asked = facts.selection.where if facts.selection else ()
    filters = facts.selection.filters if facts.selection else {}
    kept = {
        name: facts.values.get(name, tuple(values))
        for name, values in filters.items()
        if name in facts.offered and name != "tier"
    }
    made = tuple(
        dimension_filter(
            name, values, View(where=asked), words, label=words.name(name),
            everything=words("Any {dimension}", dimension=sentences.named_inside(name, words)),
        )
        for name, values in kept.items()
    )  # fmt: skip
    answer = facts.answer
    if answer is None:
        return made
    return tuple(
        replace(one, choices=tuple(Choice(of.id, answer.name(one.key, of.id, words)) for of in one.choices))
        for one in made
    )
