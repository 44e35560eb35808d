"""Where results miss their target: real declines first, then the widest, with the team that holds most of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from crm_metrics.boards.behind.provenance import Provenance, of_days
from crm_metrics.boards.core import Card, Cell, Empty, Grid, GridColumn, Row, View
from crm_metrics.boards.facts import WeeklyFacts
from crm_metrics.boards.filters import within
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.series import Indicator, Series, asked_of, collect, enough, judgeable, left_out, missed, rated
from crm_metrics.boards.telling import claims, sentences
from crm_metrics.boards.telling.sentences import Claim
from crm_metrics.boards.tiles import behind, chip, definition, difference
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
    """The metric that misses, and the process that it is of."""
    value: float
    """What was reached, in the metric's unit: of the week, or of four weeks at a touchpoint."""
    goal: Goal
    """The target that was missed, of a week."""
    n: int | None
    """The rows behind the value; None where the metric counts none."""
    place: str = ""
    """The touchpoint, "" for the whole process."""
    behind: Provenance | None = None
    """What leads to the rows of the value."""
    team: str = ""
    """The one that holds most of it."""
    series: Series | None = None
    """With its signal, where the gap is of a whole process."""

    @property
    def size(self) -> float:
        """The distance from the target as a share of it; of a target of nothing, the whole distance."""
        return abs(self.value - self.goal.goal) / (abs(self.goal.goal) or 1.0)

    @property
    def worse(self) -> bool:
        """Whether it really got worse: a signal, no routine that misses its target."""
        return self.series is not None and self.series.signal.kind == "worse"


@dataclass(frozen=True)
class Gaps:
    """The results that miss their target."""

    found: tuple[MissedTarget, ...]
    """What really got worse first, then the widest."""
    judged: int
    """How many results have a target and enough rows."""
    aimed: bool = False
    """Whether any result has a target."""


def gather(warehouse: Warehouse, facts: WeeklyFacts) -> Gaps | None:
    """The gaps of the week's results, and of the satisfaction of each touchpoint over four weeks."""
    view, results, week = facts.view, facts.told, facts.first
    if not results:
        return None
    enough = [series for series in results if judgeable(series, week)]
    teams = _teams(warehouse, view, [series.indicator for series in enough if series.missed], week)
    crews = _crews(warehouse, view)
    gaps = [
        MissedTarget(
            indicator=series.indicator,
            value=float(series.last.value),
            goal=series.goal,
            n=series.last.n,
            place="",
            team=_owner(series, teams, crews),
            series=series,
            behind=behind(series, "week"),
        )
        for series in enough
        if series.missed and series.goal and series.last and series.last.value is not None
    ]
    points = _touchpoints(warehouse, view, week)
    gaps += [gap for gap in points if missed("up", gap.value - gap.goal.goal, gap.goal)]
    aimed = any(series.goal for series in results)
    return Gaps(tuple(sorted(gaps, key=lambda gap: (not gap.worse, -gap.size))), len(enough) + len(points), aimed)


def _teams(warehouse: Warehouse, view: View, asked: Sequence[Indicator], week: date) -> dict[Indicator, str]:
    """For each result the team that holds most of the gap: the worst value, weighted by its rows."""
    since = week - timedelta(days=7 * (WEEKS - 1))
    where = asked_of(view)
    results = collect(
        warehouse, asked, every="all", since=since, until=week + timedelta(days=6), by=("team",), where=where,
        scope=view.scope,
    )  # fmt: skip
    worst: dict[Indicator, str] = {}
    for indicator, result in results.items():
        metric = metric_of(indicator.metric)
        goal = goal_for(warehouse, metric, "week", week, process=indicator.process, scope=view.scope)
        readings = [reading for reading in result.readings if reading.groups[0] and reading.value is not None]
        if goal is None or not readings:
            continue
        sign = 1 if metric.better == "up" else -1

        def weight(reading: Reading, aim: float = goal.goal, side: int = sign, rate: bool = rated(metric)) -> float:
            return side * (aim - float(reading.value or 0)) * (float(reading.n or 0) if rate else 1.0)

        worst[indicator] = str(max(readings, key=weight).groups[0])
    return worst


def _owner(series: Series, teams: Mapping[Indicator, str], crews: Mapping[str, str]) -> str:
    return teams.get(series.indicator) or crews.get(str(series.indicator.process), "")


def _crews(warehouse: Warehouse, view: View) -> dict[str, str]:
    """The team of each process that has only one: it holds every gap of it."""
    teams: dict[str, set[str]] = {}
    for person in roster.people(warehouse, view.scope).values():
        teams.setdefault(person.process, set()).add(person.team)
    return {process: next(iter(names)) for process, names in teams.items() if len(names) == 1}


def _touchpoints(warehouse: Warehouse, view: View, week: date) -> list[MissedTarget]:
    """Satisfaction by touchpoint over four weeks, where it has a target of its own and enough answers."""
    csat, metric = Indicator("csat"), metric_of("csat")
    since = week - timedelta(days=7 * (WEEKS - 1))
    where = asked_of(view)
    results = collect(
        warehouse,
        [csat],
        every="all",
        since=since,
        until=week + timedelta(days=6),
        by=("process", "touchpoint", "team"),
        where=where,
        scope=view.scope,
    )
    by_place: dict[tuple[str, str], list[Reading]] = {}
    for reading in results[csat].readings if csat in results else ():
        process, touchpoint, _ = reading.groups
        if process and within(view, process) and touchpoint and reading.value is not None and not left_out(reading):
            by_place.setdefault((process, touchpoint), []).append(reading)
    names = roster.touchpoints(warehouse)
    gaps: list[MissedTarget] = []
    for (process, touchpoint), readings in by_place.items():
        goal = goal_for(warehouse, metric, "week", week, process=process, touchpoint=touchpoint, scope=view.scope)
        gap = _pooled(Indicator("csat", process), names.get(touchpoint, touchpoint), readings, goal) if goal else None
        if gap and enough(metric, gap.n):
            place = (("process", process), ("touchpoint", touchpoint))
            led = of_days(metric, since, week + timedelta(days=6), gap.value, where=place)
            gaps.append(replace(gap, behind=led))
    return gaps


def _pooled(indicator: Indicator, place: str, teams: Sequence[Reading], goal: Goal) -> MissedTarget | None:
    """The teams of a touchpoint together: sums over sums; the team that lacks most to the goal holds the gap."""
    happy = {reading.groups[2] or "": float(reading.numerator or 0) for reading in teams}
    answers = {reading.groups[2] or "": float(reading.denominator or 0) for reading in teams}
    total = sum(answers.values())
    if not total:
        return None
    team = max(answers, key=lambda team: goal.goal * answers[team] - happy[team])
    return MissedTarget(
        indicator=indicator, value=sum(happy.values()) / total, goal=goal, n=round(total), place=place, team=team
    )


def card(facts: Gaps, frame: Frame, words: Words) -> Card:
    """The list of gaps, or the fact that there is none."""
    title = sentences.say(_claim(facts), words, frame.currency, sentences.TITLE)
    metrics = tuple(dict.fromkeys(gap.indicator.metric for gap in facts.found))
    subtitle = words(
        "Results of the week, satisfaction by touchpoint of four weeks · real declines first, then the widest"
    )
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


def _claim(facts: Gaps) -> Claim:
    """The title, from the gaps in the order of the list."""
    listed = [(metric_of(gap.indicator.metric).label, str(gap.indicator.process)) for gap in facts.found]
    worse = bool(facts.found) and facts.found[0].worse
    return claims.gaps(listed, facts.judged, aimed=facts.aimed, worse=worse)


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
    return Grid(columns, tuple(_row(gap, frame, words) for gap in facts.found), caption, MOST)


def _row(gap: MissedTarget, frame: Frame, words: Words) -> Row:
    metric = metric_of(gap.indicator.metric)
    away = difference(gap.value - gap.goal.goal, gap.goal.goal, metric.unit, words, frame.currency)
    label = words(metric.label) + (f" · {gap.place}" if gap.place else "")
    moved = gap.series is not None and gap.series.signal.kind not in ("routine", "small")
    inside = abs(gap.value - gap.goal.goal) <= gap.goal.tolerance
    cells = (
        Cell(text=words.name(gap.indicator.process)),
        Cell(text=label),
        Cell(text=words.value(gap.value, metric.unit, frame.currency), behind=gap.behind),
        Cell(text=words.value(gap.goal.goal, metric.unit, frame.currency)),
        Cell(text=away, tone=("near" if inside else "bad") if moved else "plain"),
        Cell(text=gap.team or "–"),
        Cell(chip=chip(gap.series.signal, words)) if gap.series else Cell(text=words("not judged"), muted=True),
    )
    return Row(f"{gap.indicator.process}:{metric.name}:{gap.place}", cells)
