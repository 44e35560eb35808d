"""Productivity and satisfaction, related honestly: which question is answered, how surely, and what else may be behind.

The protocol: the answer and its own contact first, agent or team by week next, one company series for description
only; within and between units apart; everything asked together is corrected together; nothing is called a cause.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from crm_metrics.access import EVERYTHING, PROCESSES, Scope
from crm_metrics.analysis.relating import linked, units
from crm_metrics.analysis.relating.bias import Bias, bias
from crm_metrics.analysis.relating.drivers import Driver, reading_of
from crm_metrics.analysis.relating.family import q_values
from crm_metrics.analysis.relating.linked import Effect
from crm_metrics.analysis.relating.mix import standing
from crm_metrics.analysis.relating.pairs import Answers, Measure, Pairs, measure_of, pairs
from crm_metrics.analysis.relating.series import MOST_LAGS, Panel
from crm_metrics.analysis.relating.units import Periods
from crm_metrics.analysis.relating.verdicts import Relation, corrected, judged, ordered
from crm_metrics.errors import QuestionError, unknown
from crm_metrics.metrics.core import Metric, Where
from crm_metrics.metrics.readings import Reason, because
from crm_metrics.metrics.rows.coverage import latest_watermark
from crm_metrics.metrics.rows.dimensions import conditions
from crm_metrics.names import TableId
from crm_metrics.warehouse.customers.kept import kept
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import mark

UNITS = ("contact", "agent", "team", "company")
YEAR = timedelta(days=364)
KEPT = 32  # pages whose relations a version keeps while it is open
LINKED = 0.6  # the share of the answers that must name their contact, case or order

FEW = {
    "pairs": mark("{n} pairs: fewer than {least}"),
    "effective": mark("{n} independent customers: fewer than {least}"),
    "side": mark("{n} answers on one side: fewer than {least}"),
    "alike": mark("all {n} pairs are alike: nothing to compare"),
}
ONLY_ONE = {
    "pairs": mark("one pair: fewer than {least}"),
    "effective": mark("one independent customer: fewer than {least}"),
    "side": mark("one answer on one side: fewer than {least}"),
}


@dataclass(frozen=True)
class _Asked:
    """What every relation of one call shares."""

    warehouse: Warehouse
    answers: Answers
    unit: str | None
    """None: the best that the data bear."""
    process: str | None
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
    measures = [measure_of(name) for name in names]
    _check(unit, process, lags)
    last = until or latest_watermark(warehouse, ("survey",))
    if last is None:
        return _nothing(metrics, names, unit, process)
    answers = Answers(since=since or last - YEAR + timedelta(days=1), until=last, where=conditions(where), scope=scope)
    asked = _Asked(warehouse, answers, unit, process, None if lags is None else tuple(lags))
    return ordered(corrected([relation for measure in measures for relation in _of_measure(asked, metrics, measure)]))


def _check(unit: str | None, process: str | None, lags: Sequence[int] | None) -> None:
    if unit is not None and unit not in UNITS:
        raise unknown(QuestionError, "No unit '{word}'.", unit, UNITS)
    if process is not None and process not in PROCESSES:
        raise unknown(QuestionError, "No process '{word}'.", process, PROCESSES)
    if lags is not None and len(lags) > MOST_LAGS:
        raise QuestionError("{count} lags are too many: declare at most {most}.", count=len(lags), most=MOST_LAGS)


def _nothing(
    metrics: Sequence[Metric], names: Sequence[str], unit: str | None, process: str | None
) -> tuple[Relation, ...]:
    """What is said of each metric where no survey was ever loaded."""
    return tuple(
        Relation(
            metric=metric.name,
            satisfaction=name,
            process=process or metric.process,
            unit=unit or "contact",
            verdict="not_offered",
            reason=because("needs {table}, which was never loaded", table=TableId("survey")),
        )
        for metric in metrics
        for name in names
    )


# The page's family ---------------------------------------------------------------------------------------------------


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

    The family is all that the page can show: every process, for all tiers together and for each of them. They are
    kept while the version is open: a page of one process, or for another reader of the same scope, reads no answer.
    """

    def made() -> tuple[Relation, ...]:
        readings = [(process, metric.name, reading_of(metric)) for process, metric in choices]
        offered = [(process, name, driver) for process, name, driver in readings if isinstance(driver, Driver)]
        answers = pairs(
            warehouse,
            measure_of(satisfaction),
            list(dict.fromkeys(driver for _, _, driver in offered)),
            Answers(since=since, until=until, processes=tuple(process for process, _, _ in offered), scope=scope),
        )
        return page_of(answers, offered, tiers)

    key = (tuple(choices), satisfaction, since, until, tuple(tiers), scope)
    return kept(warehouse, "relations", key, KEPT, made)


def page_of(
    answers: Pairs, choices: Sequence[tuple[str, str, Driver]], tiers: Sequence[str] = ()
) -> tuple[Relation, ...]:
    """The relations of a page from its answers: (process, metric, driver) each, q among all that the page can show."""
    asked = tuple(dict.fromkeys(tiers))
    relations = [
        of_contacts(process, metric, driver, _cut(answers, process, asked)) for process, metric, driver in choices
    ]
    q = q_values([*(each.p for each in relations if each.p is not None), *_others(answers, choices, asked)])
    own = iter(q)
    return tuple(each if each.p is None else judged(each, next(own), len(q)) for each in relations)


def family_of(answers: Pairs, choices: Sequence[tuple[str, str, Driver]]) -> tuple[float, ...]:
    """The q-values of all that a page can show."""
    return q_values(_others(answers, choices, None))


def _others(answers: Pairs, choices: Sequence[tuple[str, str, Driver]], asked: tuple[str, ...] | None) -> list[float]:
    """The p-values of all tiers together and of each, but for the cut that is asked for."""
    p_values = []
    for process, _, driver in choices:
        own = answers.where("process", process)
        for tiers in ((), *((tier,) for tier in answers.names["tier"])):
            used = linked.usable(own.where("tier", *tiers) if tiers else own, driver)
            if tiers != asked and linked.lacking(used, driver) is None:
                p_values.append(linked.test(used, driver))
    return p_values


def _cut(answers: Pairs, process: str, tiers: tuple[str, ...]) -> Pairs:
    own = answers.where("process", process)
    return own.where("tier", *tiers) if tiers else own


def with_bias(relation: Relation, answered: Bias) -> Relation:
    """The relation with who answers."""
    return replace(relation, bias=answered)


# One relation at each unit -------------------------------------------------------------------------------------------


def of_contacts(process: str, metric: str, driver: Driver, answers: Pairs) -> Relation:
    """The relation of one process at unit contact, before other questions are counted, from the process's answers."""
    measure, share = answers.measure, answers.linked_share
    used = linked.usable(answers, driver)
    base = Relation(
        metric=metric,
        satisfaction=measure.metric,
        process=process,
        unit="contact",
        verdict="not_offered",
        driver=driver,
        share=measure.share,
        answers=len(answers),
        linked=share,
        n=len(used),
        scale=used.scale,
    )
    if not len(answers):
        return replace(base, reason=because("there are no answers of {satisfaction}", satisfaction=measure.metric))
    if share is not None and share < LINKED:
        reason = because("{share} of the answers name their contact: fewer than {least}", share=_percent(share),
                         least=_percent(LINKED))  # fmt: skip
        return replace(base, reason=reason)
    if not len(used):
        return replace(base, reason=because("no answer is about a contact, case or order that tells it"))
    gate = linked.lacking(used, driver)
    if gate is not None:
        least = linked.LEAST_EFFECTIVE if gate[0] == "effective" else linked.LEAST
        text = ONLY_ONE.get(gate[0], FEW[gate[0]]) if round(gate[1]) == 1 else FEW[gate[0]]
        reason = because(text, n=round(gate[1]), least=least)
        return replace(base, verdict="inconclusive", reason=reason, bars=linked.bars(used, driver))
    return _with_evidence(base, used, driver)


def _with_evidence(base: Relation, used: Pairs, driver: Driver) -> Relation:
    """The relation with all that its pairs say; they have passed the gates."""
    evidence = linked.evidence(used, driver)
    between = evidence.between if evidence.shape in ("line", "step", "bend") else None
    return replace(
        base,
        verdict="inconclusive",
        effective=evidence.effective,
        groups=evidence.teams,
        effect=evidence.effect,
        between=evidence.between,
        shape=evidence.shape,
        best=evidence.best,
        simpson=between is not None and evidence.effect.side * between.side < 0,
        p=evidence.p,
        bars=evidence.bars,
        standing=standing(used),
        adjusted=evidence.adjusted,
        clustered=evidence.clustered,
    )


def _of_measure(asked: _Asked, metrics: Sequence[Metric], measure: Measure) -> list[Relation]:
    """The relations of every metric with one satisfaction metric; the answers are read once for all of them."""
    readings = dict.fromkeys(reading_of(metric) for metric in metrics)
    wanted = [reading for reading in readings if isinstance(reading, Driver)]
    contact = asked.unit in (None, "contact")
    answers = pairs(asked.warehouse, measure, wanted if contact else [], asked.answers)
    relations = []
    for metric in metrics:
        own = asked.process or metric.process
        for process in [own] if own else _present(answers):
            rows = answers.where("process", process) if process else answers
            relation = _best_of(asked, metric, process, rows)
            processes = (process,) if process else None
            answered = bias(asked.warehouse, measure, replace(asked.answers, processes=processes))
            relations.append(replace(relation, bias=answered, answers=len(rows)))
    return relations


def _present(answers: Pairs) -> list[str | None]:
    names = answers.names["process"]
    return [process for process in PROCESSES if process in names] or [None]


def _best_of(asked: _Asked, metric: Metric, process: str | None, answers: Pairs) -> Relation:
    """The relation at the unit asked for, else at the first unit, best first, that is offered and holds enough."""
    measure, unit = answers.measure, asked.unit
    last = Relation(
        metric=metric.name,
        satisfaction=measure.metric,
        process=process,
        unit=unit or "contact",
        verdict="not_offered",
        share=measure.share,
    )
    if unit in (None, "contact"):
        reading = reading_of(metric)
        if isinstance(reading, Reason):
            last = replace(last, reason=reading)
        else:
            last = replace(of_contacts(process or "", metric.name, reading, answers), process=process)
        if unit == "contact" or last.p is not None:
            return last
    units.of_process(metric, process)
    for other in ("agent", "team", "company") if unit is None else (unit,):
        relation = _of_periods(asked, metric, measure, other, process)
        if unit is not None or relation.verdict == "description" or relation.p is not None:
            return relation
    return last


def _of_periods(asked: _Asked, metric: Metric, measure: Measure, unit: str, process: str | None) -> Relation:
    """The relation of agents, teams or the company over time."""
    periods = units.periods(asked.warehouse, metric, measure.metric, unit=unit, process=process, answers=asked.answers)
    return of_periods(metric.name, measure, periods, unit=unit, process=process, lags=asked.lags)


def of_periods(
    metric: str,
    measure: Measure,
    periods: Periods,
    *,
    unit: str,
    process: str | None,
    lags: Sequence[int] | None = None,
) -> Relation:
    """The relation of units over time from their pairs, before other questions are counted."""
    base = Relation(
        metric=metric,
        satisfaction=measure.metric,
        process=process,
        unit=unit,
        verdict="not_offered",
        reason=periods.reason,
        share=measure.share,
        thin=periods.thin,
        every=periods.every,
        n=len(periods.pairs),
    )
    if periods.reason is not None:
        return base
    panel = units.read(periods, lags or units.lags_of(measure.metric))
    if panel is None or panel.within.n < linked.LEAST:
        n = panel.within.n if panel else len(periods.pairs)
        return replace(base, verdict="inconclusive", n=n, reason=_few(n, periods.thin))
    return _with_panel(base, panel, abs(periods.mean or 0.0) / 10)


def _with_panel(base: Relation, panel: Panel, tenth: float) -> Relation:
    """The relation with what its periods say, for `tenth` more of the metric."""
    low, high = sorted((panel.slope[1] * tenth, panel.slope[2] * tenth))
    within, between = panel.within, panel.between
    side = between.side if between is not None else panel.steep
    relation = replace(
        base,
        verdict="inconclusive",
        n=within.n,
        effective=within.effective,
        groups=panel.units,
        lag=panel.lag,
        effect=Effect(panel.slope[0] * tenth, low, high),
        coefficient=within,
        coefficient_between=between,
        simpson=within.side * side < 0,
    )
    if within.effective < linked.LEAST_EFFECTIVE:
        reason = because("the pairs are worth {n} independent ones: fewer than {least}", n=round(within.effective),
                         least=linked.LEAST_EFFECTIVE)  # fmt: skip
        return replace(relation, reason=reason)
    if relation.unit == "company":
        return replace(relation, verdict="description", simpson=False)
    if within.side and not panel.checked:
        reason = because("the check by resampled blocks of time does not confirm it")
        return replace(relation, p=within.p, reason=reason)
    return replace(relation, p=within.p)


def _few(n: int, thin: int) -> Reason:
    if not thin:
        return because(ONLY_ONE["pairs"] if n == 1 else FEW["pairs"], n=n, least=linked.LEAST)
    return because(
        "{n} pairs: fewer than {least} ({thin} periods have fewer than {answers} answers)",
        n=n, least=linked.LEAST, thin=thin, answers=units.ANSWERS,
    )  # fmt: skip


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
