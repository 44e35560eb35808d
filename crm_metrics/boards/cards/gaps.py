"""Where results miss their target: by process and touchpoint, the widest first, with the team that holds most of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from crm_metrics.boards.core import Card, Cell, Empty, Grid, GridColumn, Row, View
from crm_metrics.boards.facts import WeeklyFacts
from crm_metrics.boards.filters import within
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.series import Indicator, Series, asked_of, collect, missed, rated
from crm_metrics.boards.telling import claims, sentences
from crm_metrics.boards.tiles import chip, definition, difference
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.goals.targets import Goal, goal_for
from crm_metrics.metrics.readings import Reading
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse import roster
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

MOST = 6
WEEKS = 4


@dataclass(frozen=True, kw_only=True)
class MissedTarget:
    """A result on the wrong side of its target."""

    indicator: Indicator
    value: float
    goal: Goal
    n: int | None
    place: str = ""
    """The touchpoint, "" for the whole process."""
    team: str = ""
    """The one that holds most of it."""
    series: Series | None = None
    """With its signal, where the gap is of a whole process."""

    @property
    def size(self) -> float:
        """The distance from the target as a share of it."""
        return abs(self.value - self.goal.goal) / abs(self.goal.goal) if self.goal.goal else 0.0


@dataclass(frozen=True)
class Gaps:
    """The results that miss their target."""

    found: tuple[MissedTarget, ...]
    """The widest first."""
    judged: int
    """How many results have a target and enough rows."""
    aimed: bool = False
    """Whether any result has a target."""


def gather(warehouse: Warehouse, facts: WeeklyFacts) -> Gaps | None:
    """The gaps of the week's results, and of the satisfaction of each touchpoint over four weeks."""
    view, told, week = facts.view, facts.told, facts.first
    if not told:
        return None
    enough = [one for one in told if one.goal and one.last and _enough(one.definition, one.last.n)]
    teams = _teams(warehouse, view, [one.indicator for one in enough if one.missed], week)
    crews = _crews(warehouse, view)
    gaps = [
        MissedTarget(
            indicator=one.indicator,
            value=float(one.last.value),
            goal=one.goal,
            n=one.last.n,
            place="",
            team=_owner(one, teams, crews),
            series=one,
        )
        for one in enough
        if one.missed and one.goal and one.last and one.last.value is not None
    ]
    points = _touchpoints(warehouse, view, week)
    gaps += [one for one in points if missed("up", one.value - one.goal.goal, one.goal)]
    aimed = any(one.goal for one in told)
    return Gaps(tuple(sorted(gaps, key=lambda one: -one.size)), len(enough) + len(points), aimed)


def _teams(warehouse: Warehouse, view: View, asked: Sequence[Indicator], week: date) -> dict[Indicator, str]:
    """For each result the team that holds most of the gap: the worst value, weighted by its rows."""
    since = week - timedelta(days=7 * (WEEKS - 1))
    where = asked_of(view)
    found = collect(
        warehouse, asked, every="all", since=since, until=week + timedelta(days=6), by=("team",), where=where,
        scope=view.scope,
    )  # fmt: skip
    worst: dict[Indicator, str] = {}
    for one, result in found.items():
        metric = metric_of(one.metric)
        goal = goal_for(warehouse, metric, "week", week, process=one.process)
        held = [reading for reading in result.readings if reading.groups[0] and reading.value is not None]
        if goal is None or not held:
            continue
        sign = 1 if metric.better == "up" else -1

        def weight(reading: Reading, aim: float = goal.goal, side: int = sign, rate: bool = rated(metric)) -> float:
            return side * (aim - float(reading.value or 0)) * (float(reading.n or 0) if rate else 1.0)

        worst[one] = str(max(held, key=weight).groups[0])
    return worst


def _enough(metric: Metric, n: int | None) -> bool:
    return not rated(metric) or (n or 0) >= metric.minimum_n


def _owner(one: Series, teams: Mapping[Indicator, str], crews: Mapping[str, str]) -> str:
    return teams.get(one.indicator) or crews.get(str(one.indicator.process), "")


def _crews(warehouse: Warehouse, view: View) -> dict[str, str]:
    """The team of each process that has only one: it holds every gap of it."""
    teams: dict[str, set[str]] = {}
    for one in roster.people(warehouse, view.scope).values():
        teams.setdefault(one.process, set()).add(one.team)
    return {process: next(iter(held)) for process, held in teams.items() if len(held) == 1}


def _touchpoints(warehouse: Warehouse, view: View, week: date) -> list[MissedTarget]:
    """Satisfaction by touchpoint over four weeks, where it has a target of its own and enough answers."""
    csat, metric = Indicator("csat"), metric_of("csat")
    where = asked_of(view)
    found = collect(
        warehouse,
        [csat],
        every="all",
        since=week - timedelta(days=7 * (WEEKS - 1)),
        until=week + timedelta(days=6),
        by=("process", "touchpoint", "team"),
        where=where,
        scope=view.scope,
    )
    held: dict[tuple[str, str], list[Reading]] = {}
    for one in found[csat].readings if csat in found else ():
        process, touchpoint, _ = one.groups
        if process and within(view, process) and touchpoint and one.value is not None:
            held.setdefault((process, touchpoint), []).append(one)
    names = roster.touchpoints(warehouse)
    made: list[MissedTarget] = []
    for (process, touchpoint), readings in held.items():
        goal = goal_for(warehouse, metric, "week", week, process=process, touchpoint=touchpoint)
        gap = _pooled(Indicator("csat", process), names.get(touchpoint, touchpoint), readings, goal) if goal else None
        made += [gap] if gap and (gap.n or 0) >= metric.minimum_n else []
    return made


def _pooled(indicator: Indicator, place: str, teams: Sequence[Reading], goal: Goal) -> MissedTarget | None:
    """The teams of a touchpoint together: sums over sums; the team that lacks most to the goal holds the gap."""
    happy = {one.groups[2] or "": float(one.numerator or 0) for one in teams}
    answers = {one.groups[2] or "": float(one.denominator or 0) for one in teams}
    total = sum(answers.values())
    if not total:
        return None
    team = max(answers, key=lambda one: goal.goal * answers[one] - happy[one])
    return MissedTarget(
        indicator=indicator, value=sum(happy.values()) / total, goal=goal, n=round(total), place=place, team=team
    )


def card(facts: Gaps, frame: Frame, words: Words) -> Card:
    """The list of gaps, or the fact that there is none."""
    widest = [(metric_of(gap.indicator.metric).label, str(gap.indicator.process)) for gap in facts.found]
    title = sentences.say(claims.gaps(widest, facts.judged, aimed=facts.aimed), words, frame.currency, sentences.TITLE)
    metrics = tuple(dict.fromkeys(gap.indicator.metric for gap in facts.found))
    subtitle = words(
        "Results of the week, satisfaction by touchpoint of four weeks · widest first, as a share of target"
    )
    if len(facts.found) > MOST:
        subtitle += " · " + words("the first {n}", n=MOST)
    grid = _grid(facts, title, frame, words)
    listed = ": " + "; ".join(f"{row.cells[1].text} {row.cells[4].text}" for row in grid.rows) if grid.rows else ""
    behind = metrics or (("csat",) if facts.judged else ())
    return Card(
        key="gaps",
        title=title,
        subtitle=subtitle,
        body=grid if facts.found else Empty(title, _why_none(facts, words)),
        footer=frame.footer(words, behind, None, words("A gap is not a signal: it may be routine")),
        alt=title + listed,
        definitions=tuple(definition(metric_of(name), words) for name in metrics),
    )


def _why_none(facts: Gaps, words: Words) -> str:
    """What stands behind a list without a gap."""
    if facts.judged:
        return words.many(
            facts.judged,
            "The one result judged meets its target.",
            "Each of the {n} results judged meets its target.",
        )
    if facts.aimed:
        return words("No result of the week has enough cases behind it.")
    return words("Targets are set in the targets file.")


def _grid(facts: Gaps, caption: str, frame: Frame, words: Words) -> Grid:
    columns = (
        GridColumn("process", words("Process")),
        GridColumn("place", words("Touchpoint or indicator")),
        GridColumn("value", words("Result"), "number"),
        GridColumn("goal", words("Objective"), "number"),
        GridColumn("gap", words("Gap"), "number"),
        GridColumn("team", words("Team")),
        GridColumn("signal", words("Signal"), "chip"),
    )
    return Grid(columns, tuple(_row(gap, frame, words) for gap in facts.found[:MOST]), caption)


def _row(gap: MissedTarget, frame: Frame, words: Words) -> Row:
    metric = metric_of(gap.indicator.metric)
    away = difference(gap.value - gap.goal.goal, gap.goal.goal, metric.unit, words, frame.currency)
    label = words(metric.label) + (f" · {gap.place}" if gap.place else "")
    moved = gap.series is not None and gap.series.signal.kind not in ("routine", "small")
    inside = abs(gap.value - gap.goal.goal) <= gap.goal.tolerance
    cells = (
        Cell(text=words.name(gap.indicator.process)),
        Cell(text=label),
        Cell(text=words.value(gap.value, metric.unit, frame.currency)),
        Cell(text=words.value(gap.goal.goal, metric.unit, frame.currency)),
        Cell(text=away, tone=("near" if inside else "bad") if moved else "plain"),
        Cell(text=gap.team or "–"),
        Cell(chip=chip(gap.series.signal, words)) if gap.series else Cell(text=words("not judged"), muted=True),
    )
    return Row(f"{gap.indicator.process}:{metric.name}:{gap.place}", cells)
