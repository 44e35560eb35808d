"""The people of a process: load, trend, results against target, satisfaction; those with few cases stay unranked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from crm_metrics.boards.behind.provenance import Provenance, of_days
from crm_metrics.boards.core import Card, Cell, Control, Detail, Grid, GridColumn, Point, Row, View
from crm_metrics.boards.facts import DailyFacts
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.layout import AGENTS
from crm_metrics.boards.series import Indicator, asked_of, collect, left_out, scoped
from crm_metrics.boards.telling import claims, sentences
from crm_metrics.boards.tiles import definition, when
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.goals.targets import Goal, goal_for
from crm_metrics.metrics.readings import Reading, value_of
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse import roster
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

TREND = 14
DAYS = 28
LOAD = "contacts_handled"


@dataclass(frozen=True, kw_only=True)
class AgentResults:
    """One agent: two weeks of work and the results of four."""

    agent: str
    """The agent's id, by which results and goals are asked."""
    name: str
    """As people call the agent: the first cell of the row."""
    team: str
    """The agent's team, whose goal holds where the agent has none."""
    load: tuple[tuple[date, float], ...]
    """Contacts of each day over two weeks."""
    results: tuple[Reading | None, ...]
    """Of four weeks, in the order of the table's columns."""
    goals: tuple[Goal | None, ...] = ()
    """Of those results, the agent's own or the team's where they have one."""


@dataclass(frozen=True)
class Agents:
    """The agents of a process. metrics: of the result columns; the first one ranks."""

    process: str
    metrics: tuple[str, ...]
    people: tuple[AgentResults, ...]
    until: date

    @property
    def loaded(self) -> bool:
        """Whether any contact of them is known; without, the table has no columns of load."""
        return any(person.load for person in self.people)


def gather(warehouse: Warehouse, facts: DailyFacts) -> Agents | None:
    """The agents with a contact in the last four weeks, None when there are none."""
    view, process, until = facts.view, facts.focus, facts.last
    where = asked_of(view)
    places = AGENTS[process]
    candidates = [indicator for place in places for indicator in place]
    load = Indicator(LOAD, process)
    asked: dict[str, Any] = {"by": ("agent",), "where": where, "scope": view.scope, "until": until}
    daily = collect(warehouse, [load], every="day", since=until - timedelta(days=TREND - 1), **asked)
    whole = collect(warehouse, candidates, every="all", since=until - timedelta(days=DAYS - 1), **asked)
    readings = {
        indicator: {reading.groups[0]: reading for reading in result.readings if reading.value is not None}
        for indicator, result in whole.items()
    }
    chosen = [next((indicator for indicator in place if readings.get(indicator)), None) for place in places]
    columns = [indicator for indicator in chosen if indicator is not None]
    names = roster.people(warehouse, view.scope)
    days = _by_agent(daily[load].readings if load in daily else ())
    ids = sorted({*days, *(agent for indicator in columns for agent in readings[indicator] if agent)})
    people = tuple(
        AgentResults(
            agent=agent,
            name=names[agent].name,
            team=names[agent].team,
            load=tuple(days.get(agent, ())),
            results=tuple(readings[indicator].get(agent) for indicator in columns),
            goals=tuple(
                _goal(warehouse, view, indicator, until, team=names[agent].team, agent=agent) for indicator in columns
            ),
        )
        for agent in ids
        if agent in names
    )
    if not people:
        return None
    return Agents(process, tuple(indicator.metric for indicator in columns), people, until)


def _goal(warehouse: Warehouse, view: View, indicator: Indicator, until: date, *, team: str, agent: str) -> Goal | None:
    own: dict[str, Any] = {"process": indicator.process, "tier": scoped(view).get("tier"), "team": team, "agent": agent,
           "scope": view.scope}  # fmt: skip
    return goal_for(warehouse, metric_of(indicator.metric), "day", until, **own)


def _by_agent(readings: Sequence[Reading]) -> dict[str, list[tuple[date, float]]]:
    found: dict[str, list[tuple[date, float]]] = {}
    for reading in readings:
        if reading.groups[0] is not None and reading.value is not None:
            found.setdefault(reading.groups[0], []).append((reading.period, float(reading.value)))
    return {agent: days for agent, days in found.items() if any(value for _, value in days)}


def card(facts: Agents, frame: Frame, words: Words) -> Card:
    """The table, the widest gap to the target first; who has too few cases comes last, in grey."""
    first = metric_of(facts.metrics[0]) if facts.metrics else None
    claim = claims.agents(_results(facts), first.better if first else "up", first.unit if first else "")
    title = sentences.say(claim, words, frame.currency, sentences.TITLE)
    by = words(first.label) if first else words("Contacts handled")
    said = {"process": words.name(facts.process), "days": DAYS, "trend": TREND, "metric": by}
    subtitle = words(
        "{process} · {days} days, trend of {trend} · by {metric}, widest gap first · choose a row to see it",
        **said,
    )
    on_paper = words("{process} · {days} days, trend of {trend} · by {metric}, widest gap first", **said)
    grid = _grid(facts, words, frame.currency, title)
    n = round(sum(value for person in facts.people for _, value in person.load))
    grey = words("Grey: too few cases to rank")
    orange = words("Orange: the whole 95% interval misses the target")
    shown = [*([LOAD] if facts.loaded else []), *facts.metrics]
    footer = frame.footer(words, shown, n if facts.loaded else None, grey, orange)
    alt = words.many(len(facts.people), "{title}. One agent.", "{title}. {n} agents.", title=title)
    named = tuple(definition(metric_of(name), words) for name in shown)
    return Card(
        key="agents",
        title=title,
        subtitle=subtitle,
        body=grid,
        footer=footer,
        alt=alt,
        width=12,
        definitions=named,
        on_paper=on_paper,
    )


def _results(facts: Agents) -> list[tuple[float, float | None]]:
    """The first result of everyone who has enough cases, and its goal."""
    judged = [person for person in facts.people if facts.metrics and _judged(person, 0, facts)]
    return [
        (float(reading.value), goal.goal if goal else None)
        for reading, goal in ((person.results[0], person.goals[0] if person.goals else None) for person in judged)
        if reading is not None and reading.value is not None
    ]


def _judged(person: AgentResults, place: int, facts: Agents) -> bool:
    reading = person.results[place] if place < len(person.results) else None
    return (
        reading is not None
        and reading.value is not None
        and not left_out(reading)
        and (reading.n or 0) >= metric_of(facts.metrics[place]).minimum_n
    )


def _order(person: AgentResults, facts: Agents) -> tuple[int, float, str]:
    """The widest gap first; who has no goal by the result; who has too few cases last."""
    if not facts.metrics or not _judged(person, 0, facts):
        return 2, 0.0, person.name
    reading, gap = person.results[0], _gap(person)
    value = float(reading.value) if reading is not None and reading.value is not None else 0.0
    better = metric_of(facts.metrics[0]).better
    if gap is not None:
        return 0, -abs(gap) if better == "band" else gap if better == "up" else -gap, person.name
    return 1, value if better == "up" else -value, person.name


def _gap(person: AgentResults) -> float | None:
    """The first result less its goal, in the metric's unit; None without either."""
    reading, goal = next(iter(person.results), None), next(iter(person.goals), None)
    return None if reading is None or reading.value is None or goal is None else float(reading.value) - goal.goal


def _grid(facts: Agents, words: Words, currency: str, title: str) -> Grid:
    load = [
        GridColumn("load", words("Contacts, last day"), "bar"),
        GridColumn("trend", words("Contacts, {days} d", days=TREND), "spark"),
    ]
    results = [GridColumn(name, words(metric_of(name).label), "number") for name in facts.metrics]
    against = [GridColumn("goal", words("Target"), "number"), GridColumn("gap", words("Gap"), "number")]
    columns = [
        GridColumn("agent", words("Agent")),
        GridColumn("team", words("Team")),
        *results[:1],
        *(against if results else []),
        GridColumn("n", "n", "number"),
        *results[1:],
        *(load if facts.loaded else []),
    ]
    most = max((_today(person, facts.until) for person in facts.people), default=0.0)
    people = sorted(facts.people, key=lambda person: _order(person, facts))
    rows = tuple(_row(person, facts, most, words, currency) for person in people)
    return Grid(tuple(columns), rows, title)


def _today(person: AgentResults, until: date) -> float:
    return dict(person.load).get(until, 0.0)


def _row(person: AgentResults, facts: Agents, most: float, words: Words, currency: str) -> Row:
    today = _today(person, facts.until)
    whose = (("agent", person.agent), ("process", facts.process))
    loaded = Provenance(metric=LOAD, every="day", until=facts.until, where=whose, value=today)
    bar = Cell(text=words.number(today, 0), share=today / most if most else 0.0, behind=loaded)
    load = [bar, Cell(series=tuple(value for _, value in person.load))]
    results = [_result(person, place, facts, words, currency) for place in range(len(facts.metrics))]
    cells = [
        Cell(text=person.name),
        Cell(text=person.team),
        *results[:1],
        *(_against(person, facts, words, currency) if results else []),
        _rows(person, facts, words),
        *results[1:],
        *(load if facts.loaded else []),
    ]
    return Row(person.agent, tuple(cells), detail=_detail(person, facts, words, currency))


def _result(person: AgentResults, place: int, facts: Agents, words: Words, currency: str) -> Cell:
    """One result of four weeks; orange where chance alone does not explain that it misses its goal."""
    metric, reading = metric_of(facts.metrics[place]), person.results[place]
    goal = person.goals[place] if person.goals else None
    judged = _judged(person, place, facts)
    value = value_of(reading)
    bad = judged and goal is not None and reading is not None and _surely_missed(metric, reading, goal)
    led = _led(metric, value, person, facts)
    text = _told(person, facts, words, currency)[0] if not place else words.value(value, metric.unit, currency)
    return Cell(text=text, tone="bad" if bad else "plain", muted=not judged, behind=led)


def _against(person: AgentResults, facts: Agents, words: Words, currency: str) -> tuple[Cell, Cell]:
    """The goal of the first result and the gap to it; who has too few cases has a gap in grey."""
    _, aim, gap = _told(person, facts, words, currency)
    muted, asked = not _judged(person, 0, facts), next(iter(person.goals), None) is not None
    return Cell(text=aim if asked else words("no target"), muted=muted), Cell(text=gap, muted=muted)


def _told(person: AgentResults, facts: Agents, words: Words, currency: str) -> tuple[str, str, str]:
    """The first result, its goal and the gap, as they stand side by side."""
    unit, goal, value = metric_of(facts.metrics[0]).unit, next(iter(person.goals), None), value_of(person.results[0])
    if goal is None or value is None:
        return words.value(value, unit, currency), words.value(goal.goal if goal else None, unit, currency), "–"
    return words.apart(value, goal.goal, unit, currency)


def _rows(person: AgentResults, facts: Agents, words: Words) -> Cell:
    first = next(iter(person.results), None)
    text = words.number(first.n) if first and first.n is not None else "–"
    return Cell(text=text, muted=not _judged(person, 0, facts))


def _led(metric: Metric, value: float | None, person: AgentResults, facts: Agents) -> Provenance | None:
    """What leads to the rows of a result of four weeks."""
    if value is None:
        return None
    since = facts.until - timedelta(days=DAYS - 1)
    return of_days(metric, since, facts.until, value, process=facts.process, where=[("agent", person.agent)])


def _surely_missed(metric: Metric, reading: Reading, goal: Goal) -> bool:
    """Whether the whole interval of a reading is on the wrong side of its goal: chance alone does not explain it."""
    if reading.low is None or reading.high is None or metric.better == "band":
        return False
    return reading.high < goal.goal if metric.better == "up" else reading.low > goal.goal


def _detail(person: AgentResults, facts: Agents, words: Words, currency: str) -> Detail:
    said = [(words("Team"), person.team)]
    for name, reading in zip(facts.metrics, person.results, strict=True):
        metric = metric_of(name)
        value = value_of(reading)
        n = " · " + words("n = {n}", n=reading.n) if reading is not None and reading.n is not None else ""
        said.append((words(metric.label), words.value(value, metric.unit, currency) + n))
    points = tuple(
        Point(day=day, value=value, label=f"{when(day, 'day', words)}: {words.number(value, 0)}")
        for day, value in person.load
    )
    name = words("Contacts handled")
    chart = Control(name=name, unit="count", points=points)
    return Detail(person.name, tuple(said), chart if points else None)
