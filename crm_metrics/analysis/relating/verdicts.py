"""A relation and its verdict: what remains of it once everything that was asked together is counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from crm_metrics.analysis.relating.bias import Bias
from crm_metrics.analysis.relating.drivers import Driver
from crm_metrics.analysis.relating.family import RATE, q_values
from crm_metrics.analysis.relating.linked import Bar, Best, Effect, Shape
from crm_metrics.analysis.relating.mix import Standing
from crm_metrics.analysis.relating.series import Correlation
from crm_metrics.metrics.readings import Reason

NEGLIGIBLE = 3.0  # points of satisfaction: a whole interval within them is no relation worth acting on
Verdict = Literal["related", "none", "inconclusive", "description", "not_offered"]


@dataclass(frozen=True, kw_only=True)
class Relation:
    """One metric beside one satisfaction metric, for one process and unit; no language in it."""

    metric: str
    """Name in the catalogue of the metric that may go with satisfaction."""
    satisfaction: str
    """Name in the catalogue of the satisfaction metric."""
    process: str | None
    """Whose answers are read; None where neither question, metric nor answers name one."""
    unit: str
    """contact, agent, team or company."""
    verdict: Verdict
    """What remains of it once its family is counted; "not_offered" where `reason` says why it can't be asked."""
    reason: Reason | None = None
    """Why there is no more to say."""
    driver: Driver | None = None
    """What of a contact, case or order stands for the metric (unit contact)."""
    share: bool = True
    """The satisfaction is a share, else a score in points."""
    answers: int = 0
    """Those asked about."""
    linked: float | None = None
    """The share of them that name their contact, case or order."""
    n: int = 0
    """Pairs used."""
    effective: float = 0.0
    """What they are worth."""
    groups: int = 0
    """Teams or agents."""
    thin: int = 0
    """Periods left out for too few answers."""
    every: str = ""
    """The cadence of the periods."""
    lag: int = 0
    """The periods by which the metric comes first."""
    effect: Effect | None = None
    """In the unit of the satisfaction (share as a fraction, score in points) for a doubling of a time, with a flag
    against without it, or for 10 % more of a metric."""
    between: Effect | None = None
    """The same of the units as wholes (a flag: ten points of its share)."""
    coefficient: Correlation | None = None
    """Spearman within units over time."""
    coefficient_between: Correlation | None = None
    """Of the units as wholes."""
    shape: Shape | None = None
    """How satisfaction follows the driver; None unless contacts, cases or orders were tested."""
    best: Best | None = None
    """The summit of a hill, the trough of a valley."""
    simpson: bool = False
    """Within and between point opposite ways for certain."""
    p: float | None = None
    """Alone."""
    q: float | None = None
    """Among all asked together."""
    family: int = 0
    """How many these were."""
    bars: tuple[Bar, ...] = ()
    """Satisfaction by tenths of the driver or sides of a flag; empty at other units than contact."""
    standing: tuple[Standing, ...] = ()
    """Teams as they are and at the company's mix."""
    adjusted: tuple[str, ...] = ()
    """The factors that alike contacts share."""
    clustered: tuple[str, ...] = ()
    """Whose answers may hang together."""
    scale: tuple[float, float] | None = None
    """The ends of the scale, where all answers share one."""
    bias: Bias | None = None
    """Who answers."""


def corrected(relations: Sequence[Relation]) -> tuple[Relation, ...]:
    """The relations with the q of the family that they are, and the verdict that it leaves."""
    p_values = [relation.p for relation in relations if relation.p is not None]
    q = iter(q_values(p_values))
    return tuple(relation if relation.p is None else judged(relation, next(q), len(p_values)) for relation in relations)


def judged(relation: Relation, q: float, family: int) -> Relation:
    """The verdict of a tested relation once its q is known; gates that failed before keep theirs."""
    relation = replace(relation, q=q, family=family)
    if relation.verdict == "description" or relation.reason is not None:
        return relation
    if q > RATE:
        near, effect = (NEGLIGIBLE / 100) if relation.share else NEGLIGIBLE, relation.effect
        small = effect is not None and -near < effect.low and effect.high < near
        return replace(relation, verdict="none" if small else "inconclusive", simpson=False)
    return replace(relation, verdict="related")


def ordered(relations: Iterable[Relation]) -> tuple[Relation, ...]:
    """Sorted by the size of the effect, never by p; what is not related comes last."""

    def size(relation: Relation) -> tuple[bool, float, str, str]:
        effect = abs(relation.effect.value) if relation.effect else 0.0
        change = abs(relation.best.change.value) if relation.best else 0.0
        known = max(effect, change) / (1 if relation.share else 100)
        return relation.verdict != "related", -known, relation.metric, relation.process or ""

    return tuple(sorted(relations, key=size))
