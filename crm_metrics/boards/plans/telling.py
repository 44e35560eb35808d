"""What a plan is called, how it stands and what its verdict says, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crm_metrics.access import Scope
from crm_metrics.analysis.certainty import LEAST
from crm_metrics.analysis.effects.looks import FIRST
from crm_metrics.analysis.effects.verdict import EffectVerdict
from crm_metrics.boards.core import Chip
from crm_metrics.boards.plans.judging import JudgedPlan, kept_verdict
from crm_metrics.boards.plans.states import CHIPS, STATES
from crm_metrics.boards.worth.pricing import MoneyWorth, unkept
from crm_metrics.digits import Number, further
from crm_metrics.metrics.registry import known
from crm_metrics.office.planning import Parts, PlanGap, WorkPlan
from crm_metrics.warehouse import roster
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words, mark

WHY: Mapping[str, str] = {
    "direction": mark("nobody says which way is better"),
    "baseline": mark("fewer than {least} weeks before it have a value"),
    "pairs": mark("the comparison unit has fewer than {least} of the weeks before"),
    "constant": mark("the weeks before are all alike, so that chance can't be told"),
    "weeks": mark("the first look is taken after {first} complete weeks"),
    "open": mark("it may be nothing, and it may be what was expected"),
    "unstated": mark("it may be nothing"),
    "trend": mark("the metric went that way before the plan already"),
    "season": mark("that time of the year differed in the years before, and without that it is not sure"),
    "guardrail": mark("what must not get worse is surely worse"),
}


@dataclass(frozen=True)
class PlanWords:
    """The words of plans for one reader."""

    words: Words
    currency: str
    names: Mapping[str, Mapping[str, str]]

    def name(self, plan: WorkPlan) -> str:
        """What a plan is called: its metric and whose rows."""
        return " · ".join(filter(None, (self.metric(plan.gap.metric), self.parts(plan.gap.parts))))

    def metric(self, metric: str) -> str:
        """A metric by its label; one that is known no more by its id."""
        found = known().get(metric)
        return self.words(found.label) if found else metric

    def parts(self, parts: Parts) -> str:
        """The values of its dimensions."""
        return ", ".join(self.value(name, value) for name, value in parts)

    def value(self, dimension: str, value: str) -> str:
        """What a value of a dimension is called."""
        return self.names.get(dimension, {}).get(value) or self.words.name(value)

    def chip(self, plan: WorkPlan) -> Chip:
        """Its state in shape and word."""
        return Chip(CHIPS[plan.state], self.words(STATES[plan.state]))

    def amount(self, plan: WorkPlan, x: float | None) -> str:
        """A value in the unit of its metric."""
        return self.of(plan.gap.metric, x)

    def of(self, metric: str, x: float | None, more: int = 0) -> str:
        """A value in the unit of a metric. more: digits more than usual."""
        found = known().get(metric)
        return "–" if x is None or found is None else self.words.value(x, found.unit, self.currency, more=more)

    def more_digits(self, gap: PlanGap) -> tuple[int, int]:
        """How many digits more its result and its objective take, and the gap itself, side by side."""
        found = known().get(gap.metric)
        if found is None or gap.value is None or gap.goal is None:
            return 0, 0
        return further(gap.value, gap.goal, found.unit)

    def size(self, metric: str, x: float | None) -> str:
        """The size of a difference in the unit of a metric."""
        return self.change(metric, abs(x)).lstrip("+") if x is not None else "–"

    def and_now(self, metric: str, then: float | None, now: float | None, more: int = 0) -> str:
        """A value as it was locked, with what its rows make now where they say something else."""
        said, today = self.of(metric, then, more), self.of(metric, now, more)
        return said if now is None or today == said else self.words("{then} · today {now}", then=said, now=today)

    def change(self, metric: str, x: Number | None, more: int = 0) -> str:
        """A difference in the unit of a metric, with its sign. more: digits more than usual."""
        found = known().get(metric)
        return "–" if x is None or found is None else self.words.variance(x, found.unit, self.currency, more=more)

    def between(self, metric: str, said: EffectVerdict) -> str:
        """The interval of an effect."""
        if said.low is None or said.high is None:
            return "–"
        low, high = (self.change(metric, end) for end in (said.low, said.high))
        return self.words("{low} to {high}", low=low, high=high)

    def look(self, plan: WorkPlan, found: JudgedPlan | None) -> str:
        """Which look it is at: the complete weeks since it began, of those planned."""
        said = verdict_of(plan, found)
        if plan.began is None:
            return "–"
        return self.words("{n} of {planned}", n=said.weeks if said else 0, planned=plan.terms.planned)

    def effect(self, plan: WorkPlan, found: JudgedPlan | None) -> str:
        """The effect with its interval, short."""
        said = verdict_of(plan, found)
        if said is None or said.low is None:
            return "–"
        effect, between = self.change(plan.gap.metric, said.effect), self.between(plan.gap.metric, said)
        return self.words("{effect} ({between})", effect=effect, between=between)

    def sentence(self, plan: WorkPlan, found: JudgedPlan | None) -> str:
        """What the verdict says, and what is surely worse before it."""
        words, said = self.words, verdict_of(plan, found)
        if found is not None and found.reason is not None and (said is None or plan.gap.metric not in known()):
            return words.error(found.reason)
        if said is None or plan.began is None:
            return ""
        told = [self._verdict(plan, said)]
        worse = [self.metric(name) for name, state in self.guardrails(plan, found).items() if state.state == "worse"]
        if worse:
            told.insert(0, words("Surely worse since it began: {metrics}.", metrics=words.listed(worse)))
        if lost := [self.metric(name) for name in self.unwatched(plan, found)]:
            told.append(
                words("What must not get worse is judged no more, for its definition changed: {metrics}.",
                      metrics=words.listed(lost))
            )  # fmt: skip
        if plan.chosen_late:
            told.append(words("Its start was chosen when its weeks were known: no money is counted."))
        return " ".join(told)

    def guardrails(self, plan: WorkPlan, found: JudgedPlan | None) -> Mapping[str, EffectVerdict]:
        """The verdict of each metric that must not get worse: as it was kept, else as it is now."""
        if not plan.open and plan.told:
            return {name: kept_verdict(one) for name, one in plan.told.get("guardrails", {}).items()}
        return found.guardrails if found else {}

    def unwatched(self, plan: WorkPlan, found: JudgedPlan | None) -> list[str]:
        """The metrics that must not get worse and of which nothing can be said: defined anew, or known no more."""
        told = self.guardrails(plan, found)
        return [name for name in (plan.locked or {}).get("guardrails", {}) if name not in told]

    def _verdict(self, plan: WorkPlan, said: EffectVerdict) -> str:
        words, metric = self.words, plan.gap.metric
        effect, between = self.change(metric, said.effect), self.between(metric, said)
        gaps = {"effect": effect, "between": between}
        if said.state == "confirmed":
            return words.many(said.weeks, "Confirmed: {effect} since it began ({between}), after one week.",
                              "Confirmed: {effect} since it began ({between}), after {n} weeks.", **gaps)  # fmt: skip
        if said.state == "worse":
            return words.many(said.weeks, "Worsened: {effect} since it began ({between}), after one week.",
                              "Worsened: {effect} since it began ({between}), after {n} weeks.", **gaps)  # fmt: skip
        if said.state == "no_effect":
            expected = self.size(metric, plan.terms.expected)
            return words("Without effect: the {expected} expected are ruled out after {n} weeks ({between}).",
                         expected=expected, n=said.weeks, between=between)  # fmt: skip
        why = words(WHY.get(said.why, WHY["open"]), least=LEAST, first=FIRST)
        if said.low is None:
            return words("No verdict yet, {n} of {planned} weeks: {why}.", n=said.weeks, planned=plan.terms.planned,
                         why=why)  # fmt: skip
        return words("Not yet, after {n} of {planned} weeks ({between}): {why}.", n=said.weeks,
                     planned=plan.terms.planned, between=between, why=why)  # fmt: skip


def verdict_of(plan: WorkPlan, found: JudgedPlan | None) -> EffectVerdict | None:
    """The verdict of a plan: of one that has ended as it was kept, else as it is now."""
    if not plan.open:
        return kept_verdict(plan.told) if plan.told else None
    return found.verdict if found else None


def money_of(plan: WorkPlan, found: JudgedPlan | None) -> MoneyWorth | None:
    """What a week of its effect is worth: of a plan that has ended as it was kept, else as it is now."""
    if plan.chosen_late:
        return None
    if not plan.open:
        kept = (plan.told or {}).get("money")
        return unkept(kept) if kept else None
    return found.money if found else None


def names_of(warehouse: Warehouse, scope: Scope, gaps: Sequence[PlanGap]) -> Mapping[str, Mapping[str, str]]:
    """By dimension, what the ids of gaps are called, as far as a reader of the scope may know them."""
    said = {name for gap in gaps for name, _ in gap.parts} | {one.dimension for gap in gaps for one in gap.drivers}
    names: dict[str, Mapping[str, str]] = {}
    if "touchpoint" in said:
        names["touchpoint"] = roster.touchpoints(warehouse)
    if "agent" in said:
        names["agent"] = {agent: one.name for agent, one in roster.people(warehouse, scope).items()}
    return names
