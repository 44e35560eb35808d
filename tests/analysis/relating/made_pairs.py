"""Pairs of answers and times as a test writes them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from crm_metrics.analysis.relating.drivers import DRIVERS, Driver
from crm_metrics.analysis.relating.pairs import OUTCOMES, Pairs

TIME, FLAG = DRIVERS["handling_time"], DRIVERS["transferred"]


def pairs(
    outcome: Sequence[float],
    values: Sequence[float],
    driver: Driver = TIME,
    *,
    team: Sequence[str] | None = None,
    customer: Sequence[int] | None = None,
    agent: Sequence[int] | None = None,
    process: str = "service",
    measure: str = "csat",
    unlinked: int = 0,
) -> Pairs:
    """Answers of one process; customers differ unless said, the first `unlinked` name no contact."""
    n = len(outcome)
    teams = list(team or ["Uno"] * n)
    known = {name: place for place, name in enumerate(dict.fromkeys(teams))}
    zero = np.zeros(n, dtype=int)
    linked = np.arange(n) >= unlinked
    return Pairs(
        OUTCOMES[measure],
        np.array(outcome, dtype=float),
        {driver.name: np.array(values, dtype=float)},
        {"contact": linked, "case": zero > 0, "order": zero > 0},
        {
            "team": np.array([known[one] for one in teams], dtype=int),
            "reason": zero,
            "channel": zero,
            "tier": zero,
            "month": zero,
            "process": zero,
            "customer": np.array(customer if customer is not None else range(n), dtype=int),
            "agent": np.array(agent if agent is not None else zero, dtype=int),
        },
        {
            "team": tuple(known),
            "reason": ("r",),
            "channel": ("c",),
            "tier": ("low",),
            "month": ("1",),
            "process": (process,),
            "customer": (),
            "agent": (),
        },
        np.array(outcome, dtype=float),
        None,
    )


def shares(*groups: tuple[float, int, int]) -> tuple[list[float], list[float]]:
    """(value of the driver, answers satisfied, of all) as outcomes and values, satisfied ones first."""
    outcome = [float(place < hits) for _, hits, n in groups for place in range(n)]
    values = [value for value, _, n in groups for _ in range(n)]
    return outcome, values
