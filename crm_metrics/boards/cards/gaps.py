"""Where results miss their target: real declines first, then the widest; whether it closes, who answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from crm_metrics.analysis import trends
from crm_metrics.analysis.attribution import rates_to_goal
from crm_metrics.boards.answering.owners import answering
from crm_metrics.boards.behind.provenance import Provenance, explained, of_days
from crm_metrics.boards.core import Card, Cell, Empty, Grid, GridColumn, Row, View
from crm_metrics.boards.explaining.holding import WEEKS, holders
from crm_metrics.boards.facts import WeeklyFacts
from crm_metrics.boards.filters import within
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.plans.linking import GapPlan, plan_cell, plan_of, plans_by_gap
from crm_metrics.boards.series import (
    ENOUGH,
    Indicator,
    Series,
    asked_of,
    collect,
    enough,
    judgeable,
    left_out,
    missed,
    rated,
    scoped,
)
from crm_metrics.boards.telling import claims, sentences
from crm_metrics.boards.telling.sentences import Claim
from crm_metrics.boards.tiles import behind, beside, chip, definition, difference
from crm_metrics.metrics.core import OWNERS, Metric
from crm_metrics.metrics.goals.targets import Goal, goal_for
from crm_metrics.metrics.readings import Reading
from crm_metrics.metrics.registry import metric_of
from crm_metrics.office.planning import DIMENSIONS
from crm_metrics.warehouse import roster
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

MOST = 6
QUARTER = 13  # weeks in which a gap closes, widens, or neither


@dataclass(frozen=True, kw_only=True)
class MissedTarget:
    """A result on the wrong side of its target, or one that really got worse wherever it stands."""

    indicator: Indicator
    """The metric that misses, and the process that it is of."""
    value: float
    """What was reached, in the metric's unit: of the week, or of four weeks at a touchpoint."""
    goal: Goal | None
    """The target of a week; None where none is set."""
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
    owner: str = ""
    """Who answers for the team, else for the process, as the company's file says; "" where it names nobody."""
    missed: bool = True
    """Whether its target is missed."""
    plan: GapPlan | None = None
    """The plan that it has, or the way to a new one."""
    distances: tuple[float, ...] = ()
    """Of each of the last weeks that tell it, oldest first, how far it lay from today's target: less is nearer."""

    @property
    def size(self) -> float:
        """The distance from the target as a share of it; of a target of nothing, the whole distance."""
        return abs(self.value - self.goal.goal) / (abs(self.goal.goal) or 1.0) if self.goal else 0.0

    @property
    def closing(self) -> int | None:
        """1 where the gap surely closes, −1 where it surely widens, 0 neither; None of too few weeks."""
        sure = trends.direction(self.distances)
        if sure is None or abs(sure) < trends.EITHER:
            return None if sure is None else 0
        return -1 if sure > 0 else 1

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
    enough, listed = [series for series in results if judgeable(series, week)], open_gaps(facts)
    teams, crews = holders(warehouse, view, [one.indicator for one in listed], week), _crews(warehouse, view)
    gaps = [
        MissedTarget(
            indicator=series.indicator,
            value=float(series.last.value),
            goal=series.goal,
            n=series.last.n,
            team=_owner(series, teams, crews),
            series=series,
            behind=behind(series, "week"),
            missed=series in enough and series.missed,
            distances=_distances(series.readings, series.goal, series.definition),
        )
        for series in listed
        if series.last and series.last.value is not None
    ]
    points = _touchpoints(warehouse, view, week)
    gaps += [gap for gap in points if gap.goal and missed("up", gap.value - gap.goal.goal, gap.goal)]
    aimed, named = any(series.goal for series in results), answering(view)
    gaps = [replace(gap, owner=named.of_result(gap.indicator.metric, gap.indicator.process, gap.team)) for gap in gaps]
    gaps = _with_plans(warehouse, view, gaps, week)
    return Gaps(tuple(sorted(gaps, key=lambda gap: (not gap.worse, -gap.size))), len(enough) + len(points), aimed)


def _with_plans(warehouse: Warehouse, view: View, gaps: Sequence[MissedTarget], week: date) -> list[MissedTarget]:
    """The gaps, each with the plan that it has or the way to one: of the same rows as the gap."""
    known = plans_by_gap(warehouse, view.scope)
    filters = [(name, one) for name, one in view.where if name in DIMENSIONS]
    found = []
    for gap in gaps:
        own = [pair for pair in gap.behind.where if pair[0] in DIMENSIONS] if gap.behind else []
        process = [("process", gap.indicator.process)] if gap.indicator.process else []
        parts = {*filters, *own, *process}
        found.append(replace(gap, plan=plan_of(gap.indicator.metric, parts, week, view.scope, known)))
    return found


def open_gaps(facts: WeeklyFacts) -> list[Series]:
    """The results of the week that miss their target, and those that really got worse, with or without a target."""
    return [
        series
        for series in facts.told
        if series.signal.kind == "worse" or (series.missed and judgeable(series, facts.first))
    ]


def _distances(readings: Sequence[Reading], goal: Goal | None, metric: Metric) -> tuple[float, ...]:
    """How far the last weeks lay from today's target, on its wrong side: below nought where they reached it."""
    if goal is None:
        return ()
    least = min(ENOUGH, metric.minimum_n) if rated(metric) else 0
    told = [one for one in readings[-QUARTER:] if one.complete and one.value is not None and (one.n or 0) >= least]
    away = [float(one.value or 0) - goal.goal for one in told]
    sign = -1 if metric.better == "up" else 1
    return tuple(abs(one) if metric.better == "band" else sign * one for one in away)


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
    csat, metric, until = Indicator("csat"), metric_of("csat"), week + timedelta(days=6)
    first, since = (week - timedelta(days=7 * (weeks - 1)) for weeks in (QUARTER, WEEKS))
    results = collect(
        warehouse, [csat], every="week", since=first, until=until, by=("process", "touchpoint", "team"),
        where=asked_of(view), scope=view.scope,
    )  # fmt: skip
    by_place: dict[tuple[str, str], list[Reading]] = {}
    for reading in results[csat].readings if csat in results else ():
        process, touchpoint, _ = reading.groups
        if process and within(view, process) and touchpoint and reading.value is not None and not left_out(reading):
            by_place.setdefault((process, touchpoint), []).append(reading)
    names, own = roster.touchpoints(warehouse), scoped(view)
    gaps: list[MissedTarget] = []
    for (process, touchpoint), readings in by_place.items():
        whose = {**own, "touchpoint": touchpoint}
        goal = goal_for(warehouse, metric, "week", week, process=process, **whose)
        last = [reading for reading in readings if reading.period >= since]
        gap = _pooled(Indicator("csat", process), names.get(touchpoint, touchpoint), last, goal) if goal else None
        if gap and enough(metric, gap.n):
            place = (("process", process), ("touchpoint", touchpoint))
            led = of_days(metric, since, until, gap.value, where=place)
            gaps.append(replace(gap, behind=led, distances=_distances(_weeks(readings), goal, metric)))
    return gaps


def _weeks(teams: Sequence[Reading]) -> list[Reading]:
    """The weeks of a touchpoint, its teams together: sums over sums."""
    weeks: dict[date, list[Reading]] = {}
    for reading in teams:
        weeks.setdefault(reading.period, []).append(reading)
    return [_together(weeks[period]) for period in sorted(weeks)]


def _together(teams: Sequence[Reading]) -> Reading:
    """The readings of one week as one."""
    happy = sum(float(reading.numerator or 0) for reading in teams)
    n = sum(reading.n or 0 for reading in teams)
    complete = all(reading.complete for reading in teams)
    return replace(teams[0], groups=(), numerator=happy, denominator=n, value=happy / n, n=n, complete=complete)


def _pooled(indicator: Indicator, place: str, teams: Sequence[Reading], goal: Goal) -> MissedTarget | None:
    """The teams of a touchpoint together: sums over sums; the team that lacks most to the goal holds the gap."""
    if not any(reading.n for reading in teams):
        return None
    whole = _together(teams)
    cells: dict[str | None, tuple[Fraction, Fraction]] = {}
    for reading in teams:
        above, below = cells.get(reading.groups[2], (Fraction(0), Fraction(0)))
        cells[reading.groups[2]] = above + Fraction(reading.numerator or 0), below + Fraction(reading.denominator or 0)
    lacking = rates_to_goal(cells, Fraction(goal.goal)).effects
    team = min(lacking, key=lambda one: one.total).cell or ""
    return MissedTarget(
        indicator=indicator, value=float(whole.value or 0), goal=goal, n=whole.n, place=place, team=team
    )


def card(facts: Gaps, frame: Frame, words: Words) -> Card:
    """The list of gaps, or the fact that there is none."""
    title = sentences.say(_claim(facts), words, frame.currency, sentences.TITLE)
    metrics = tuple(dict.fromkeys(gap.indicator.metric for gap in facts.found))
    subtitle = words(
        "Results of the week, touchpoints of four weeks · real declines first, then the widest · trend: distance to"
        " today's objective by week, {n} weeks",
        n=QUARTER,
    )
    grid = _grid(facts, title, frame, words)
    listed = ": " + "; ".join(f"{row.cells[0].text} {row.cells[3].text}" for row in grid.rows) if grid.rows else ""
    behind = metrics or (("csat",) if facts.judged else ())
    notes = (
        words("A gap is not a signal: it may be routine"),
        words("A gap leads to what explains it") if facts.found else "",
        words("A gap without a plan leads to a new one") if facts.found else "",
    )
    return Card(
        key="gaps",
        title=title,
        subtitle=subtitle,
        on_paper=words("Results of the week, touchpoints of four weeks · trend: of {n} weeks", n=QUARTER),
        body=grid if facts.found else Empty(title, _why_none(facts, words)),
        footer=frame.footer(words, behind, None, *notes),
        alt=title + listed,
        definitions=tuple(definition(metric_of(name), words) for name in metrics),
    )


def _claim(facts: Gaps) -> Claim:
    """The title, from the gaps in the order of the list."""
    listed = [(metric_of(gap.indicator.metric).label, str(gap.indicator.process)) for gap in facts.found]
    worse = bool(facts.found) and facts.found[0].worse
    count = sum(gap.missed for gap in facts.found)
    return claims.gaps(listed, facts.judged, aimed=facts.aimed, worse=worse, count=count)


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
        GridColumn("place", words("Process and metric")),
        GridColumn("value", words("Result"), "number"),
        GridColumn("goal", words("Objective"), "number"),
        GridColumn("gap", words("Gap"), "number"),
        GridColumn("trend", words("Trend of the gap")),
        GridColumn("team", words("Who answers")),
        GridColumn("plan", words("Plan")),
        GridColumn("signal", words("Signal"), "chip"),
    )
    return Grid(columns, tuple(_row(gap, frame, words) for gap in facts.found), caption, MOST)


def _row(gap: MissedTarget, frame: Frame, words: Words) -> Row:
    metric, aim = metric_of(gap.indicator.metric), gap.goal
    value, asked, away = beside(gap.value, aim.goal if aim else None, metric.unit, words, frame.currency)
    label, short = words(metric.label), words(metric.label).partition(" (")[0]
    label = f"{gap.place}, {short}" if gap.place else label  # the definition below the table has the name in full
    moved = gap.series is not None and gap.series.signal.kind not in ("routine", "small") and gap.missed
    inside = aim is not None and abs(gap.value - aim.goal) <= aim.tolerance
    cells = (
        Cell(text=f"{words.name(gap.indicator.process)} · {label}"),
        Cell(text=value, behind=gap.behind),
        Cell(text=asked),
        Cell(
            text=away,
            tone=("near" if inside else "bad") if moved else "plain",
            behind=explained(gap.behind) if aim else None,
        ),
        replace(_trend(gap, frame, words), series=tuple(-one for one in gap.distances)),
        Cell(text=_answers(gap, words)),
        plan_cell(gap.plan, words),
        _signal(gap, words),
    )
    return Row(f"{gap.indicator.process}:{metric.name}:{gap.place}", cells)


def _trend(gap: MissedTarget, frame: Frame, words: Words) -> Cell:
    """Whether the gap closes, and by how much in a usual week; grey where neither is sure."""
    if gap.goal is None:
        return Cell(text="–", muted=True)
    if not gap.missed:
        return Cell(text=words("the objective is reached"), muted=True)
    if gap.closing is None:
        return Cell(text=words("too few weeks"), muted=True)
    if not gap.closing:
        return Cell(text=words("no sure trend"), muted=True)
    step = abs(trends.slope(gap.distances))
    said = difference(step, gap.goal.goal, metric_of(gap.indicator.metric).unit, words, frame.currency)
    said = said.removeprefix("+")
    return Cell(text=words("closes, {step} a week", step=said) if gap.closing > 0
                else words("widens, {step} a week", step=said))  # fmt: skip


def _answers(gap: MissedTarget, words: Words) -> str:
    """Who the company's file names, with the team; else the team that holds most of it, else the process's role."""
    if gap.owner:
        return f"{gap.owner} · {gap.team}" if gap.team else gap.owner
    return gap.team or words(OWNERS[gap.indicator.process or metric_of(gap.indicator.metric).process])


def _signal(gap: MissedTarget, words: Words) -> Cell:
    if gap.series is None:
        return Cell(text=words("not judged"), muted=True)
    return Cell(chip=chip(gap.series.signal, words), behind=gap.behind)
