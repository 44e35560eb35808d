"""What the page knows: each unit's two measures, who is surely apart from the middle, and what goes together over time.

All that the page can show is asked together, so that its choices cost nothing more and its tests are one family.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import product
from typing import ClassVar

from crm_metrics.access import PROCESSES
from crm_metrics.analysis.relating import linked, relations, units
from crm_metrics.analysis.relating.bias import Bias, bias
from crm_metrics.analysis.relating.drivers import Driver, reading_of
from crm_metrics.analysis.relating.family import q_values
from crm_metrics.analysis.relating.pairs import MEASURES, Answers, pairs
from crm_metrics.analysis.relating.quadrants import Cloud, UnitPoint, both_apart, cloud, steady, together
from crm_metrics.analysis.relating.units import Periods
from crm_metrics.analysis.relating.verdicts import Relation, judged
from crm_metrics.boards.core import View
from crm_metrics.boards.facts import BoardFacts
from crm_metrics.boards.pairing.selection import SATISFACTIONS, UNITS, PairChoice, conditions, places
from crm_metrics.boards.series import Indicator, collect
from crm_metrics.boards.telling.findings import UNIT_NAMES
from crm_metrics.metrics.readings import Reading, Result, because, value_of
from crm_metrics.metrics.registry import metric_of
from crm_metrics.metrics.rows.intervals import Interval
from crm_metrics.periods import Period
from crm_metrics.warehouse import roster
from crm_metrics.warehouse.store import Warehouse

Told = Mapping[Indicator, Result]
NO_READINGS: Mapping[str, Reading] = {}


@dataclass(frozen=True, kw_only=True)
class PairedUnit:
    """One unit with its two measures."""

    unit: str
    """Its id."""
    group: str
    """The team of an agent; "" of any other unit."""
    x: Reading | None
    """The productivity; None where nothing tells it."""
    y: Reading | None
    """The satisfaction; None without an answer."""
    x_ends: Interval | None = None
    """The 95 % interval of the productivity: its own, or from its weeks."""
    together: float = 1.0
    """How many times the variance of the satisfaction is what independent answers would have."""
    q: float | None = None
    """That it is apart from the middle in both, among all that the page can show; None where it can't be judged."""

    @property
    def judged(self) -> bool:
        """Whether both are told, complete, and the answers enough."""
        return all(one is not None and one.complete and one.value is not None for one in (self.x, self.y)) and (
            (self.y.n or 0) >= metric_of(self.y.metric).minimum_n if self.y is not None else False
        )

    @property
    def point(self) -> UnitPoint:
        """The unit as the analysis takes it; asked only of one that is judged."""
        if self.x is None or self.y is None or self.x.value is None or self.y.value is None:
            raise ValueError("a unit without both values is no point")
        low, high = self.y.low, self.y.high
        return UnitPoint(
            unit=self.unit,
            group=self.group,
            x=float(self.x.value),
            y=float(self.y.value),
            x_ends=self.x_ends,
            y_ends=None if low is None or high is None else (low, high),
            n=self.y.n or 0,
            share=MEASURES[self.y.metric].share,
            together=self.together,
        )


@dataclass(frozen=True, kw_only=True)
class PairReading:
    """One pair of measures of one kind of unit in one process."""

    choice: PairChoice
    """Which."""
    units: tuple[PairedUnit, ...]
    """Every unit of which either is told."""
    middle: tuple[Reading | None, Reading | None]
    """Both measures of the whole process."""
    over_time: Relation
    """What goes together as units change from one period to the next."""
    cloud: Cloud | None = None
    """What the units say together; None of fewer than five that can be judged."""
    opposite_q: float | None = None
    """That the signs within teams and over all are opposite, among all that the page can show; None where not."""

    @property
    def judged(self) -> tuple[PairedUnit, ...]:
        """The units that can be judged."""
        return tuple(one for one in self.units if one.judged)

    @property
    def centre(self) -> tuple[float, float] | None:
        """The middle of both; None where either is not told."""
        x, y = map(value_of, self.middle)
        return None if x is None or y is None else (x, y)


@dataclass(frozen=True, kw_only=True)
class PairingFacts(BoardFacts):
    """What the page knows, in no language."""

    every: ClassVar[str] = "month"
    pairs: Mapping[PairChoice, PairReading] = field(default_factory=dict)
    """By all that can be chosen together."""
    measures: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=dict)
    """Of each process the measures of productivity and of satisfaction that may be chosen."""
    contacts: Mapping[tuple[str, str, str], Relation] = field(default_factory=dict)
    """By process and both measures: among answers about one contact, case or order."""
    answering: Mapping[tuple[str, str], Bias] = field(default_factory=dict)
    """By process and satisfaction: who answers."""
    together: Mapping[tuple[str, str], float] = field(default_factory=dict)
    """By process and satisfaction: how many times the variance of a mean is what independent answers would have."""
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By kind of unit, what the ids are called."""
    lacking: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By metric, the input tables that it needs and that were never loaded."""
    family: int = 0
    """How many tests the page can show."""


def read(warehouse: Warehouse, facts: PairingFacts) -> PairingFacts:
    """The facts with all that the page can show of the months asked for."""
    view, processes = facts.view, [one for one in PROCESSES if one in facts.frame.processes]
    asked = [
        Indicator(metric, process)
        for process in processes
        for place in (*places(process), *SATISFACTIONS)
        for metric in place
    ]
    by_unit = {unit: _collected(warehouse, facts, asked, "all", unit) for unit in UNITS}
    measures = {process: _measures(process, by_unit.values()) for process in processes}
    kept = [one for one in asked if one.metric in {name for side in measures[str(one.process)] for name in side}]
    whole = _collected(warehouse, facts, kept, "all", None)
    weekly, monthly = (
        {unit: _collected(warehouse, facts, _finer(kept, every, unit), every, unit) for unit in UNITS}
        for every in ("week", "month")
    )
    teams = {agent: one.team for agent, one in roster.people(warehouse, view.scope).items()}
    found = {}
    for process, unit in product(processes, UNITS):
        for x, y in product(*measures[process]):
            choice = PairChoice(process=process, unit=unit, productivity=x, satisfaction=y)
            timed = over_time(choice, weekly[unit], monthly[unit])
            found[choice] = paired(choice, by_unit[unit], whole, weekly[unit], timed=timed, teams=teams)
    contacts, hanging = _of_answers(warehouse, facts, measures)
    facts = replace(
        facts,
        measures=measures,
        pairs=found,
        contacts=contacts,
        together=hanging,
        names={"agent": _named(warehouse, view), "touchpoint": roster.touchpoints(warehouse)},
    )
    return corrected(replace(facts, answering=_answering(warehouse, facts)))


def _collected(
    warehouse: Warehouse, facts: PairingFacts, asked: Sequence[Indicator], every: str, unit: str | None
) -> Told:
    return collect(
        warehouse,
        asked,
        every=every,
        since=facts.first,
        until=facts.last,
        by=(unit,) if unit else (),
        where=conditions(facts.view),
        scope=facts.view.scope,
    )


def _finer(asked: Iterable[Indicator], every: str, unit: str) -> list[Indicator]:
    """Those that are read as often as this; no satisfaction of an agent by week, who has not thirty answers in one."""
    if every == "month":
        return list(asked)
    read = [one for one in asked if metric_of(one.metric).finest in ("day", "week")]
    return [one for one in read if unit != "agent" or one.metric not in MEASURES]


def _named(warehouse: Warehouse, view: View) -> Mapping[str, str]:
    return {agent: one.name for agent, one in roster.people(warehouse, view.scope).items()}


def _measures(process: str, told: Iterable[Told]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The first of each place that any unit tells; the first place alone where none is told."""
    known = {
        one.metric
        for results in told
        for one, result in results.items()
        if one.process == process and any(reading.value for reading in result.readings)
    }

    def first(candidates: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
        kept = tuple(next(name for name in place if name in known) for place in candidates if known.intersection(place))
        return kept or (candidates[0][0],)

    return first(places(process)), first(SATISFACTIONS)


def _by_unit(told: Told, metric: str, process: str) -> Mapping[str, Reading]:
    result = told.get(Indicator(metric, process))
    if result is None:
        return NO_READINGS
    return {str(one.groups[0]): one for one in result.readings if one.groups[0] and one.value is not None}


def paired(
    choice: PairChoice, told: Told, whole: Told, weekly: Told, *, timed: Relation, teams: Mapping[str, str]
) -> PairReading:
    """The units of a pair, with the middle of both and what they say together."""
    xs, ys = (_by_unit(told, name, choice.process) for name in (choice.productivity, choice.satisfaction))
    weeks = _weeks(weekly.get(Indicator(choice.productivity, choice.process)))
    found = tuple(
        PairedUnit(
            unit=unit,
            group=teams.get(unit, "") if choice.unit == "agent" else "",
            x=xs.get(unit),
            y=ys.get(unit),
            x_ends=_ends(xs.get(unit), weeks.get(unit, [])),
        )
        for unit in sorted({*xs, *ys})
    )
    middle = tuple(
        next((one for one in result.readings if one.value is not None), None) if result is not None else None
        for result in (
            whole.get(Indicator(name, choice.process)) for name in (choice.productivity, choice.satisfaction)
        )
    )
    points = [one.point for one in found if one.judged]
    return PairReading(choice=choice, units=found, middle=(middle[0], middle[1]), over_time=timed, cloud=cloud(points))


def _weeks(result: Result | None) -> dict[str, list[tuple[float, float]]]:
    """Numerator and denominator of each complete week of each unit, oldest first."""
    found: dict[str, list[tuple[float, float]]] = {}
    for one in result.readings if result is not None else ():
        if one.groups[0] and one.complete and one.numerator is not None and one.denominator is not None:
            found.setdefault(str(one.groups[0]), []).append((float(one.numerator), float(one.denominator)))
    return found


def _ends(reading: Reading | None, weeks: Sequence[tuple[float, float]]) -> Interval | None:
    """The interval of a measure of productivity: its own where it has one, else from its weeks."""
    if reading is None or reading.value is None:
        return None
    if reading.low is not None and reading.high is not None:
        return reading.low, reading.high
    return steady(weeks, float(reading.value))


def over_time(choice: PairChoice, weekly: Told, monthly: Told) -> Relation:
    """What goes together as units change: by week, or by month where weeks hold too few answers, as of each agent.

    Which of the two is decided by how many there are, never by what they say.
    """
    measure, process = MEASURES[choice.satisfaction], choice.process
    found = Periods(
        every="week",
        reason=because(
            "{metric} is not counted by {dimension}",
            metric=because(metric_of(choice.productivity).label),
            dimension=because(UNIT_NAMES[choice.unit]),
        ),
    )
    for every, told in (("week", weekly), ("month", monthly)):
        xs, ys = (told.get(Indicator(name, process)) for name in (choice.productivity, choice.satisfaction))
        if xs is None or ys is None:
            continue
        reason = xs.reason or ys.reason
        found = replace(units.paired(every, xs, ys), reason=reason)
        if len(found.pairs) >= linked.LEAST:
            break
    return relations.of_periods(choice.productivity, measure, found, unit=choice.unit, process=process)


def _of_answers(
    warehouse: Warehouse, facts: PairingFacts, measures: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]
) -> tuple[dict[tuple[str, str, str], Relation], dict[tuple[str, str], float]]:
    """What single answers tell: each pair about one contact, case or order, and how answers hang together."""
    if warehouse.loaded("survey") is None:
        return {}, {}
    drivers = {
        (process, x): driver
        for process, (xs, _) in measures.items()
        for x in xs
        if isinstance(driver := reading_of(metric_of(x)), Driver)
    }
    found, hanging = {}, {}
    for y in dict.fromkeys(name for _, ys in measures.values() for name in ys):
        answers = pairs(warehouse, MEASURES[y], list(dict.fromkeys(drivers.values())), _answers(facts, None))
        for (process, x), driver in drivers.items():
            if y in measures[process][1]:
                found[process, x, y] = relations.of_contacts(process, x, driver, answers.where("process", process))
        for process, (_, ys) in measures.items():
            if y in ys:
                own = answers.where("process", process)
                hanging[process, y] = together(own.outcome, own.codes["customer"])
    return found, hanging


def _answers(facts: PairingFacts, process: str | None) -> Answers:
    where = tuple((name, tuple(values)) for name, values in conditions(facts.view).items())
    processes = (process,) if process else facts.frame.processes
    return Answers(since=facts.first, until=facts.last, processes=processes, where=where, scope=facts.view.scope)


def _answering(warehouse: Warehouse, facts: PairingFacts) -> dict[tuple[str, str], Bias]:
    if warehouse.loaded("survey") is None:
        return {}
    return {
        (process, y): bias(warehouse, MEASURES[y], _answers(facts, process))
        for process, (_, ys) in facts.measures.items()
        for y in ys
    }


def corrected(facts: PairingFacts) -> PairingFacts:
    """The facts once everything that the page can show is counted: names, signs and relations are one family."""
    facts = replace(facts, pairs={choice: _hanging(pair, facts) for choice, pair in facts.pairs.items()})
    names = {
        (choice, one.unit): both_apart(one.point, pair.centre)
        for choice, pair in facts.pairs.items()
        if pair.centre is not None
        for one in pair.judged
    }
    signs = {choice: pair.cloud.p for choice, pair in facts.pairs.items() if pair.cloud and pair.cloud.within}
    timed = {choice: pair.over_time.p for choice, pair in facts.pairs.items() if pair.over_time.p is not None}
    contacts = {key: one.p for key, one in facts.contacts.items() if one.p is not None}
    p_values = [*names.values(), *signs.values(), *timed.values(), *contacts.values()]
    q = iter(q_values([float(p) for p in p_values]))
    of_names, of_signs, of_timed, of_contacts = (
        {key: next(q) for key in part} for part in (names, signs, timed, contacts)
    )
    family = len(p_values)
    found = {}
    for choice, pair in facts.pairs.items():
        told = pair.over_time
        found[choice] = replace(
            pair,
            units=tuple(replace(one, q=of_names.get((choice, one.unit))) for one in pair.units),
            opposite_q=of_signs.get(choice) if pair.cloud and pair.cloud.opposite else None,
            over_time=judged(told, of_timed[choice], family) if choice in of_timed else told,
        )
    return replace(
        facts,
        pairs=found,
        contacts={
            key: judged(one, of_contacts[key], family) if key in of_contacts else one
            for key, one in facts.contacts.items()
        },
        family=family,
    )


def _hanging(pair: PairReading, facts: PairingFacts) -> PairReading:
    times = facts.together.get((pair.choice.process, pair.choice.satisfaction), 1.0)
    return replace(pair, units=tuple(replace(one, together=times) for one in pair.units))


def clipped(warehouse: Warehouse, days: Period) -> Period:
    """The days from the first survey on: what nobody asked then is not missing."""
    survey = warehouse.loaded("survey")
    first: date | None = survey.first if survey is not None else None
    return days if first is None or not days.first < first <= days.last else replace(days, start=first, first=first)
