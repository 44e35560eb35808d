"""Productivity and satisfaction, related honestly: which question is answered, how surely, and what else may be behind.

The protocol: the answer and its own contact first, agent or team by week next, one company series for description
only; within and between units apart; everything asked together is corrected together; nothing is called a cause.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from crm_metrics.access import EVERYTHING, PROCESSES, Scope
from crm_metrics.analysis.relating import linked, units
from crm_metrics.analysis.relating.bias import Bias, bias
from crm_metrics.analysis.relating.drivers import Driver, reading_of
from crm_metrics.analysis.relating.family import RATE, q_values
from crm_metrics.analysis.relating.linked import Bar, Best, Effect, Shape
from crm_metrics.analysis.relating.mix import Standing, standing
from crm_metrics.analysis.relating.pairs import Answers, Outcome, Pairs, outcome_of, pairs
from crm_metrics.analysis.relating.series import MOST_LAGS, Correlation
from crm_metrics.errors import QuestionError, unknown
from crm_metrics.metrics.core import Metric, Where
from crm_metrics.metrics.readings import Reason, because
from crm_metrics.metrics.rows.coverage import latest_watermark
from crm_metrics.metrics.rows.dimensions import conditions
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import mark

UNITS = ("contact", "agent", "team", "company")
YEAR = timedelta(days=364)
LINKED = 0.6  # the share of the answers that must name their contact, case or order
NEGLIGIBLE = 3.0  # points of satisfaction: a whole interval within them is no relation worth acting on
Verdict = Literal["related", "none", "inconclusive", "description", "not_offered"]

FEW = {
    "pairs": mark("{n} pairs: fewer than {least}"),
    "effective": mark("{n} independent customers: fewer than {least}"),
    "side": mark("{n} answers on one side: fewer than {least}"),
    "alike": mark("all {n} pairs are alike: nothing to compare"),
}


@dataclass(frozen=True)
class Relation:
    """One metric beside one satisfaction metric, for one process and unit; no language in it.

    driver: what of a contact, case or order stands for the metric (unit contact). answers: those asked about; linked:
    the share of them that name their contact, case or order. n: pairs used; effective: what they are worth; groups:
    teams or agents. thin: periods left out for too few answers.
    effect: in the unit of the satisfaction (share as a fraction, score in points) for a doubling of a time, with a
    flag against without it, or for 10 % more of a metric. between: the same of the units as wholes (a flag: ten points
    of its share). coefficient: Spearman within units over time. p, q: alone, and among all asked together.
    simpson: within and between point opposite ways for certain. standing: teams as they are and at the company's mix.
    """

    metric: str
    satisfaction: str
    process: str | None
    unit: str
    verdict: Verdict
    reason: Reason | None = None
    driver: Driver | None = None
    share: bool = True
    answers: int = 0
    linked: float | None = None
    n: int = 0
    effective: float = 0.0
    groups: int = 0
    thin: int = 0
    every: str = ""
    lag: int = 0
    effect: Effect | None = None
    between: Effect | None = None
    coefficient: Correlation | None = None
    coefficient_between: Correlation | None = None
    shape: Shape | None = None
    best: Best | None = None
    simpson: bool = False
    p: float | None = None
    q: float | None = None
    family: int = 0
    bars: tuple[Bar, ...] = ()
    standing: tuple[Standing, ...] = ()
    adjusted: tuple[str, ...] = ()
    clustered: tuple[str, ...] = ()
    scale: tuple[float, float] | None = None
    bias: Bias | None = None


@dataclass(frozen=True)
class _Asked:
    """What every relation of one call shares."""

    warehouse: Warehouse
    answers: Answers
    lags: tuple[int, ...] | None


def relate(
    warehouse: Warehouse,
    metrics: Sequence[Metric],
    with_: str | Sequence[str] = ("csat",),
    *,
    unit: str | None = None,
    process: str | None = None,
    lags: Sequence[int] | None = None,
    since: date | None = None,
    until: date | None = None,
    where: Where = None,
    scope: Scope = EVERYTHING,
) -> tuple[Relation, ...]:
    """Each metric beside each satisfaction metric, in its process or, where it has none, in every one; largest first.

    unit: contact, agent, team or company; without it the best that the data bear. lags: periods by which the metric
    comes first, declared before looking, at most four; only for agents, teams and the company. since, until: days,
    both in; 52 weeks through the latest watermark if not said. where, scope: as in a question. All relations of one
    call are one family: `q` is corrected for all of them.

    Raises QuestionError when a name is not known, or a metric is asked of a process that it has no part in.
    """
    names = (with_,) if isinstance(with_, str) else tuple(dict.fromkeys(with_))
    measures = [outcome_of(name) for name in names]
    _check(unit, process, lags)
    last = until or latest_watermark(warehouse, ("survey",))
    if last is None:
        nothing = because("needs {table}, which was never loaded", table="survey")
        return tuple(
            Relation(one.name, name, process or one.process, unit or "contact", "not_offered", nothing)
            for one in metrics
            for name in names
        )
    asked = _Asked(
        warehouse,
        Answers(since or last - YEAR + timedelta(days=1), last, None, conditions(where), scope),
        None if lags is None else tuple(lags),
    )
    found = [one for measure in measures for one in _of_measure(asked, metrics, measure, unit, process)]
    return ordered(corrected(found))


def _check(unit: str | None, process: str | None, lags: Sequence[int] | None) -> None:
    if unit is not None and unit not in UNITS:
        raise unknown(QuestionError, "No unit '{word}'.", unit, UNITS)
    if process is not None and process not in PROCESSES:
        raise unknown(QuestionError, "No process '{word}'.", process, PROCESSES)
    if lags is not None and len(lags) > MOST_LAGS:
        raise QuestionError("{count} lags are too many: declare at most {most}.", count=len(lags), most=MOST_LAGS)


def of_page(
    warehouse: Warehouse,
    choices: Sequence[tuple[str, Metric]],
    satisfaction: str,
    *,
    since: date,
    until: date,
    tiers: Sequence[str] = (),
    scope: Scope = EVERYTHING,
) -> tuple[Relation, ...]:
    """One relation at unit contact for each process and its metric, among the answers of `tiers` (none: all of them).

    The family is all that the page can show: every process, for all tiers together and for each of them.
    """
    readings = [(process, metric, reading_of(metric)) for process, metric in choices]
    told = [(process, metric.name, one) for process, metric, one in readings if isinstance(one, Driver)]
    held = pairs(
        warehouse,
        outcome_of(satisfaction),
        list(dict.fromkeys(one for _, _, one in told)),
        Answers(since, until, tuple(process for process, _, _ in told), (), scope),
    )
    return page_of(held, told, tiers)


def page_of(held: Pairs, choices: Sequence[tuple[str, str, Driver]], tiers: Sequence[str] = ()) -> tuple[Relation, ...]:
    """The relations of a page from its answers: (process, metric, driver) each, q among all that the page can show."""
    asked = tuple(dict.fromkeys(tiers))
    shown = [of_contacts(process, metric, driver, _cut(held, process, asked)) for process, metric, driver in choices]
    tested = [one for one in shown if one.p is not None]
    q = q_values([*(one.p for one in tested if one.p is not None), *_others(held, choices, asked)])
    told = dict(zip(map(id, tested), q, strict=False))
    return tuple(judged(one, told[id(one)], len(q)) if id(one) in told else one for one in shown)


def family_of(held: Pairs, choices: Sequence[tuple[str, str, Driver]]) -> tuple[float, ...]:
    """The q-values of all that a page can show."""
    return q_values(_others(held, choices, None))


def _others(held: Pairs, choices: Sequence[tuple[str, str, Driver]], shown: tuple[str, ...] | None) -> list[float]:
    """The p-values of all tiers together and of each, but for the cut that is shown."""
    told = []
    for process, _, driver in choices:
        for tiers in ((), *((one,) for one in held.names["tier"])):
            used = linked.usable(_cut(held, process, tiers), driver)
            if tiers != shown and linked.lacking(used, driver) is None:
                told.append(linked.test(used, driver))
    return told


def _cut(held: Pairs, process: str, tiers: tuple[str, ...]) -> Pairs:
    own = held.where("process", process)
    return own.where("tier", *tiers) if tiers else own


def with_bias(one: Relation, held: Bias) -> Relation:
    """The relation with who answers."""
    return replace(one, bias=held)


def corrected(found: Sequence[Relation]) -> tuple[Relation, ...]:
    """The relations with the q of the family that they are, and the verdict that it leaves."""
    tested = [one for one in found if one.p is not None]
    told = dict(zip(map(id, tested), q_values([one.p for one in tested if one.p is not None]), strict=True))
    return tuple(judged(one, told[id(one)], len(tested)) if id(one) in told else one for one in found)


def judged(one: Relation, q: float, family: int) -> Relation:
    """The verdict of a tested relation once its q is known; gates that failed before keep theirs."""
    one = replace(one, q=q, family=family)
    if one.verdict == "description" or one.reason is not None:
        return one
    if q > RATE:
        near = (NEGLIGIBLE / 100) if one.share else NEGLIGIBLE
        small = one.effect is not None and -near < one.effect.low and one.effect.high < near
        return replace(one, verdict="none" if small else "inconclusive", simpson=False)
    return replace(one, verdict="related")


def ordered(found: Iterable[Relation]) -> tuple[Relation, ...]:
    """Sorted by the size of the effect, never by p; what is not related comes last."""

    def size(one: Relation) -> tuple[bool, float, str, str]:
        known = max(abs(one.effect.value) if one.effect else 0.0, abs(one.best.change.value) if one.best else 0.0) / (
            1 if one.share else 100
        )
        return one.verdict != "related", -known, one.metric, one.process or ""

    return tuple(sorted(found, key=size))


def of_contacts(process: str, metric: str, driver: Driver, held: Pairs) -> Relation:
    """The relation of one process at unit contact, before other questions are counted; held: its answers."""
    measure = held.measure
    answers = len(held)
    share = held.linked_share
    used = linked.usable(held, driver)
    base = Relation(
        metric, measure.metric, process, "contact", "not_offered", driver=driver, share=measure.share,
        answers=answers, linked=share, n=len(used), scale=used.scale,
    )  # fmt: skip
    if not answers:
        return replace(base, reason=because("there are no answers of {satisfaction}", satisfaction=measure.metric))
    if share is not None and share < LINKED:
        told = because("{share} of the answers name their contact: fewer than {least}", share=_percent(share),
                       least=_percent(LINKED))  # fmt: skip
        return replace(base, reason=told)
    if not len(used):
        return replace(base, reason=because("no answer is about a contact, case or order that tells it"))
    gate = linked.lacking(used, driver)
    if gate is not None:
        least = linked.LEAST_EFFECTIVE if gate[0] == "effective" else linked.LEAST
        told = because(FEW[gate[0]], n=round(gate[1]), least=least)
        return replace(base, verdict="inconclusive", reason=told, bars=linked.bars(used, driver))
    found = linked.found(used, driver)
    simpson = found.shape in ("line", "step", "bend") and found.between is not None
    opposite = simpson and found.between is not None and found.effect.side * found.between.side < 0
    return replace(
        base, verdict="inconclusive", effective=found.effective, groups=found.teams, effect=found.effect,
        between=found.between, shape=found.shape, best=found.best, simpson=opposite, p=found.p, bars=found.bars,
        standing=standing(used), adjusted=found.adjusted, clustered=found.clustered,
    )  # fmt: skip


def _of_measure(
    asked: _Asked, metrics: Sequence[Metric], measure: Outcome, unit: str | None, process: str | None
) -> list[Relation]:
    """The relations of every metric with one satisfaction metric; the answers are read once for all of them."""
    readings = {one.name: reading_of(one) for one in metrics}
    wanted = [one for one in dict.fromkeys(readings.values()) if isinstance(one, Driver)]
    contact = unit in (None, "contact")
    held = pairs(asked.warehouse, measure, wanted if contact else [], asked.answers)
    found = []
    for metric in metrics:
        own = [process or metric.process] if process or metric.process else _present(held)
        for one in own:
            rows = held.where("process", one) if one else held
            relation = _best_of(asked, metric, measure, unit, one, readings[metric.name], rows)
            told = bias(asked.warehouse, measure, replace(asked.answers, processes=(one,) if one else None))
            found.append(replace(relation, bias=told, answers=len(rows)))
    return found


def _present(held: Pairs) -> list[str | None]:
    names = held.names["process"]
    return [one for one in PROCESSES if one in names] or [None]


def _best_of(
    asked: _Asked,
    metric: Metric,
    measure: Outcome,
    unit: str | None,
    process: str | None,
    reading: Driver | Reason,
    held: Pairs,
) -> Relation:
    """The relation at the unit asked for, else at the first unit, best first, that is offered and holds enough."""
    last = Relation(metric.name, measure.metric, process, unit or "contact", "not_offered", share=measure.share)
    if unit in (None, "contact"):
        if isinstance(reading, Reason):
            last = replace(last, reason=reading)
        else:
            last = of_contacts(process or "", metric.name, reading, held)
            last = replace(last, process=process)
        if unit == "contact" or last.p is not None:
            return last
    units.of_process(metric, process)
    for other in ("agent", "team", "company") if unit is None else (unit,):
        found = _of_periods(asked, metric, measure, other, process)
        if unit is not None or found.verdict == "description" or found.p is not None:
            return found
    return last


def _of_periods(asked: _Asked, metric: Metric, measure: Outcome, unit: str, process: str | None) -> Relation:
    """The relation of agents, teams or the company over time."""
    answers = asked.answers
    held = units.periods(
        asked.warehouse, metric, measure.metric, unit, process,
        since=answers.since, until=answers.until, where=answers.where, scope=answers.scope,
    )  # fmt: skip
    base = Relation(
        metric.name, measure.metric, process, unit, "not_offered", held.reason, share=measure.share,
        thin=held.thin, every=held.every, n=len(held.pairs),
    )  # fmt: skip
    if held.reason is not None:
        return base
    found = units.read(held, asked.lags or units.lags_of(measure.metric))
    if found is None or found.within.n < linked.LEAST:
        n = found.within.n if found else len(held.pairs)
        return replace(base, verdict="inconclusive", n=n, reason=_few(n, held.thin))
    tenth = abs(held.mean or 0.0) / 10
    low, high = sorted((found.slope[1] * tenth, found.slope[2] * tenth))
    within, between = found.within, found.between
    side = between.side if between is not None else found.steep
    base = replace(
        base, verdict="inconclusive", n=within.n, effective=within.effective, groups=found.units, lag=found.lag,
        effect=Effect(found.slope[0] * tenth, low, high), coefficient=within, coefficient_between=between,
        simpson=within.side * side < 0,
    )  # fmt: skip
    if within.effective < linked.LEAST_EFFECTIVE:
        told = because("the pairs are worth {n} independent ones: fewer than {least}", n=round(within.effective),
                       least=linked.LEAST_EFFECTIVE)  # fmt: skip
        return replace(base, reason=told)
    if unit == "company":
        return replace(base, verdict="description", simpson=False)
    if within.side and not found.checked:
        told = because("the check by resampled blocks of time does not confirm it")
        return replace(base, p=within.p, reason=told)
    return replace(base, p=within.p)


def _few(n: int, thin: int) -> Reason:
    if not thin:
        return because(FEW["pairs"], n=n, least=linked.LEAST)
    return because(
        "{n} pairs: fewer than {least} ({thin} periods have fewer than {answers} answers)",
        n=n, least=linked.LEAST, thin=thin, answers=units.ANSWERS,
    )  # fmt: skip


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
