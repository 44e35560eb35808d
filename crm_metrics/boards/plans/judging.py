"""What a plan has brought by now: its locked baseline against the weeks since it began, looked at every week."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from crm_metrics.analysis.certainty import LEAST
from crm_metrics.analysis.effects.baseline import known
from crm_metrics.analysis.effects.looks import FIRST
from crm_metrics.analysis.effects.verdict import Comparison, EffectVerdict, PlanCourse, verdict
from crm_metrics.analysis.signals import Observation
from crm_metrics.boards.plans import weeks
from crm_metrics.boards.plans.kept import data_day
from crm_metrics.boards.plans.seasons import usual
from crm_metrics.boards.plans.worth import of_verdict
from crm_metrics.boards.worth.pricing import MoneyWorth
from crm_metrics.boards.worth.pricing import kept as kept_money
from crm_metrics.errors import QuestionError
from crm_metrics.metrics.readings import Reading, Reason, because
from crm_metrics.metrics.registry import known as metrics_known
from crm_metrics.metrics.registry import metric_of
from crm_metrics.office.planning import AGREED_BY, NOT_YET, RUNNING, VERIFYING, Parts, WorkPlan, compared_parts
from crm_metrics.warehouse.store import Warehouse

DEFINITION = (
    "The definition of this metric changed after the plan was agreed: its weeks can't be held against the baseline."
)
GONE = "This metric is not known here any more: nobody can say what the plan brought."
UNTOLD = "Its rows do not tell this part of the company any more."


@dataclass(frozen=True, kw_only=True)
class JudgedPlan:
    """What can be said of a plan that runs."""

    verdict: EffectVerdict | None = None
    """The first look that was sure, else the last one; None where `reason` says why."""
    guardrails: Mapping[str, EffectVerdict] = field(default_factory=dict)
    """That of each metric that must not get worse, by its id."""
    since: tuple[Observation, ...] = ()
    """The weeks that are judged."""
    readings: tuple[Reading, ...] = ()
    """All weeks since the one that opened it, settled or not."""
    money: MoneyWorth | None = None
    """What a week of the effect is worth, or why that is not told; None before a look."""
    reason: Reason | None = None
    """Why there is no verdict."""

    @property
    def state(self) -> str:
        """The state that the verdict gives the plan."""
        found = self.verdict
        if found is None or found.weeks < FIRST:
            return RUNNING
        if found.state != "not_yet":
            return found.state
        return NOT_YET if found.last else VERIFYING


def locked(warehouse: Warehouse, plan: WorkPlan, through: date | None = None) -> dict[str, Any]:
    """What is kept when a plan is agreed by the data through a day, their last one unless told.

    Raises QuestionError where too few weeks would tell whether it worked.
    """
    gap, terms = plan.gap, plan.terms
    for name in (gap.metric, *terms.guardrails):
        if name not in metrics_known():
            raise QuestionError("There is no metric '{word}': the page of metrics lists them all.", word=name)
    kept = _locked(warehouse, plan, gap.metric, gap.parts)
    if (n := len(weeks.baseline(kept, gap.trigger).weeks)) < LEAST:
        raise QuestionError(
            "{n} complete weeks before the one that opened it have a value; a baseline needs {least}.", n=n, least=LEAST
        )
    if terms.comparison:
        other = _locked(warehouse, plan, gap.metric, compared_parts(gap.parts, terms.comparison))
        kept["comparison"] = {name: other[name] for name in ("weeks", "counts", "deviation")}
    kept["guardrails"] = {name: _locked(warehouse, plan, name, gap.parts) for name in terms.guardrails}
    return {**kept, "version": warehouse.version, AGREED_BY: (through or data_day(warehouse)).isoformat()}


def _locked(warehouse: Warehouse, plan: WorkPlan, metric: str, parts: Parts) -> dict[str, Any]:
    trigger = plan.gap.trigger
    found = weeks.weeks_of(warehouse, metric, parts, weeks.first_of(trigger), trigger + timedelta(days=6))
    return {**weeks.locked_weeks(found, trigger), "definition": weeks.definition_of(metric_of(metric))}


def judged(warehouse: Warehouse, plan: WorkPlan, last: date) -> JudgedPlan:
    """What is known of a plan by a day. Nothing of a plan that has not begun."""
    if plan.locked is None or plan.began is None:
        return JudgedPlan()
    gap, kept = plan.gap, plan.locked
    if (lacking := _unlike(kept, gap.metric)) is not None:
        return JudgedPlan(reason=lacking)
    if last < gap.trigger:
        return JudgedPlan(reason=because("The data end on {day}, before the week that opened this plan.", day=last))
    found = weeks.weeks_of(warehouse, gap.metric, gap.parts, gap.trigger, last)
    if not found.readings:
        return JudgedPlan(reason=because(UNTOLD))
    baseline = weeks.baseline(kept, gap.trigger)
    settled = known(weeks.since(found.observed, plan.began), baseline.counts)
    alone = not plan.terms.comparison and len(settled) >= FIRST  # a comparison unit has the same time of the year
    course = PlanCourse(
        baseline=baseline,
        since=settled,
        usual=usual(warehouse, gap, baseline, [week.day for week in settled]) if alone else {},
        better=gap.better,
        matters=plan.terms.expected,
        comparison=_comparison(warehouse, plan, last),
        planned=plan.terms.planned,
    )
    course, guardrails = _at_look(course, dict(_guardrails(warehouse, plan, last)))
    said = verdict(course, guardrails)
    since = tuple(course.since)[: max(plan.terms.planned, FIRST)]
    return JudgedPlan(
        verdict=said,
        guardrails={name: verdict(one) for name, one in guardrails.items()},
        since=since,
        readings=found.readings,
        money=of_verdict(warehouse, plan, said, found.readings, {week.day for week in since}),
    )


def _at_look(course: PlanCourse, guardrails: Mapping[str, PlanCourse]) -> tuple[PlanCourse, Mapping[str, PlanCourse]]:
    """Everything as it stood at the first look that was sure, else as it stands: who looks later sees the same."""
    settled = tuple(course.since)
    for end in range(FIRST, len(settled) + 1):
        then = replace(course, since=settled[:end])
        kept = {name: _until(one, settled[end - 1].day) for name, one in guardrails.items()}
        if verdict(then, kept).state != "not_yet":
            return then, kept
    until = settled[-1].day if settled else date.min
    return course, {name: _until(one, until) for name, one in guardrails.items()}


def _until(course: PlanCourse, day: date) -> PlanCourse:
    return replace(course, since=tuple(week for week in course.since if week.day <= day))


def _comparison(warehouse: Warehouse, plan: WorkPlan, last: date) -> Comparison | None:
    gap, kept = plan.gap, (plan.locked or {}).get("comparison")
    if kept is None or plan.began is None:
        return None
    parts = compared_parts(gap.parts, plan.terms.comparison)
    found = weeks.weeks_of(warehouse, gap.metric, parts, gap.trigger, last)
    return Comparison(weeks.baseline(kept, gap.trigger), weeks.since(found.observed, plan.began))


def _guardrails(warehouse: Warehouse, plan: WorkPlan, last: date) -> Iterable[tuple[str, PlanCourse]]:
    gap = plan.gap
    for name, kept in (plan.locked or {}).get("guardrails", {}).items():
        if plan.began is None or _unlike(kept, name) is not None:
            continue
        found, baseline = (
            weeks.weeks_of(warehouse, name, gap.parts, gap.trigger, last),
            weeks.baseline(kept, gap.trigger),
        )
        yield (
            name,
            PlanCourse(
                baseline=replace(baseline, trigger=None),  # chosen for another metric: its own week is one like others
                since=known(weeks.since(found.observed, plan.began), baseline.counts),
                better=metric_of(name).better,
                planned=plan.terms.planned,
            ),
        )


def _unlike(kept: Mapping[str, Any], metric: str) -> Reason | None:
    """Why the weeks of a metric are not those of its baseline."""
    if metric not in metrics_known():
        return because(GONE)
    return None if kept["definition"] == weeks.definition_of(metric_of(metric)) else because(DEFINITION)


def told(found: JudgedPlan, version: int) -> dict[str, Any]:
    """What is kept of a verdict."""
    said = found.verdict
    if said is None:
        return {}
    numbers = _numbers(said)
    numbers |= {name: getattr(said, name) for name in ("better", "looks", "last", "memory", "compared", "carried")}
    guardrails = {name: _numbers(one) for name, one in found.guardrails.items()}
    through = found.since[-1].day.isoformat() if found.since else None
    money = {"money": kept_money(found.money)} if found.money else {}
    return {**numbers, **money, "guardrails": guardrails, "through": through, "version": version}


def _numbers(said: EffectVerdict) -> dict[str, Any]:
    names = ("state", "why", "effect", "low", "high", "before", "after", "weeks")
    numbers = {name: getattr(said, name) for name in names}
    return {name: float(one) if isinstance(one, float) else one for name, one in numbers.items()}  # of numpy, too


def kept_verdict(kept: Mapping[str, Any]) -> EffectVerdict:
    """A verdict as it was kept."""
    names = ("state", "why", "effect", "low", "high", "before", "after", "weeks")
    more = {name: kept[name] for name in ("looks", "last", "memory", "compared", "carried") if name in kept}
    return EffectVerdict(**{name: kept[name] for name in names}, better=kept.get("better", ""), **more)
