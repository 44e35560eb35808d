"""How often a plan without effect is confirmed, and a real one found, by the product's verdict and by other ways.

Each plan is opened in the first week below −1.5 deviations and judged after each of eight weeks; it counts as confirmed
when any week says so. Ways, margins and limits stand in one list, so that none is seen without the others.
"""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from math import inf
from multiprocessing import get_context

from benchmarks.measure import Share, share
from benchmarks.plans import LOW, Judging, Plans, judged, of_cases, other_ways, steady

SEED = 20261
FALSE = 0.05  # of plans without effect
FOUND = {0.0: 0.65, 0.3: 0.50}  # of plans with an effect of one deviation, by autocorrelation
WHOLE = (0.0, 1.0)  # deviations
EFFECTS = (0.0, 0.5, 1.0)
SPARE = 1.04  # as some series never open a plan
MORE = 1.08  # of series that remember more, more of them

Job = tuple[str, float, float, int]


def measure(plans: int) -> list[Share]:
    """Every share, of at least so many plans each."""
    count = int(plans * SPARE)
    jobs: list[Job] = [("alone", memory, 0.0, count) for memory in (0.0, 0.3)]
    jobs += [("alone", 0.5, 0.0, int(plans * MORE))]
    jobs += [("compared", memory, shared, count) for memory in (0.0, 0.3) for shared in (0.5, 0.8)]
    jobs += [("cases", memory, 0.0, count) for memory in (0.0, 0.3)]
    jobs += [("compared", 0.0, 0.0, count), ("moving", 0.0, 0.5, count)]
    jobs += [("any week", memory, 0.0, count) for memory in (0.0, 0.3)]
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        return [claim for claims in pool.map(of, jobs) for claim in claims]


def of(job: Job) -> list[Share]:
    """The shares of one simulation."""
    kind, memory, shared, count = job
    about = f"autocorrelation {memory:g}"
    found = FOUND.get(memory)
    if kind == "cases":
        plans = of_cases(memory, count, SEED)
        return _judged(plans, Judging(by_case=True), f"cases of two kinds (a trial: boards judge by weeks), {about}")
    plans = steady(memory, count, SEED, shared=shared, low=inf if kind == "any week" else LOW)
    if kind == "any week":
        return _judged(plans, Judging(), f"opened in any week, no comparison unit, {about}")
    if kind == "alone":
        effects = EFFECTS if found else WHOLE
        claims = _judged(plans, Judging(), f"no comparison unit, {about}", least=found, effects=effects)
        return [*claims, *_others(plans, memory, about)]
    if kind == "compared":
        says = f"comparison unit that shares {shared:.0%} of the variance, {about}"
        return _judged(plans, Judging(compared=True), says, least=found if shared > 0.5 else None)
    return _moving(plans, about)


def _judged(
    plans: Plans, told: Judging, about: str, *, least: float | None = None, effects: tuple[float, ...] = WHOLE
) -> list[Share]:
    claims = []
    for effect in effects:
        counts = judged(plans, replace(told, effect=effect))
        says = f"verdict, {about}: an effect of {effect:g} sd is"
        most, least_of = (FALSE, None) if effect == 0 else (None, least if effect == 1 else None)
        claims.append(share(f"{says} confirmed", counts["confirmed"], len(plans.ours), most=most, least=least_of))
        claims.append(share(f"{says} called no effect", counts["no_effect"], len(plans.ours)))
        claims.append(share(f"{says} called worse", counts["worse"], len(plans.ours)))
    return claims


def _others(plans: Plans, memory: float, about: str) -> list[Share]:
    return [
        share(f"{way}, {about}: an effect of {effect:g} sd is called a success", hits, len(plans.ours))
        for effect in EFFECTS
        for way, hits in other_ways(plans, effect, memory).items()
    ]


def _moving(plans: Plans, about: str) -> list[Share]:
    """Where the whole company moves for another reason: only a comparison unit tells that from the plan."""
    moved = {
        "everything rises by 1 sd when the plan begins": Judging(shift=1.0),
        "everything rises by 1 sd in twenty weeks": Judging(drift=1.0),
    }
    claims = []
    for why, told in moved.items():
        for compared in (False, True):
            judge = "a comparison unit" if compared else "no comparison unit"
            counts = judged(plans, replace(told, compared=compared))
            says = f"verdict, {judge}, {why}, {about}: an effect of 0 sd is confirmed"
            claims.append(share(says, counts["confirmed"], len(plans.ours)))
    return claims
