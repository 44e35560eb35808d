"""Pairs of answers and times as a test writes them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from crm_metrics.analysis.relating.drivers import DRIVERS, Driver
from crm_metrics.analysis.relating.pairs import MEASURES, Pairs

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
    codes = dict.fromkeys(("reason", "channel", "tier", "month", "process"), zero)
    codes["team"] = np.array([known[name] for name in teams], dtype=int)
    codes["customer"] = np.array(customer if customer is not None else range(n), dtype=int)
    codes["agent"] = np.array(agent if agent is not None else zero, dtype=int)
    names: dict[str, tuple[str, ...]] = {"reason": ("r",), "channel": ("c",), "tier": ("low",), "month": ("1",)}
    return Pairs(
        measure=MEASURES[measure],
        outcome=np.array(outcome, dtype=float),
        drivers={driver.name: np.array(values, dtype=float)},
        linked={"contact": linked, "case": zero > 0, "order": zero > 0},
        codes=codes,
        names=names | {"team": tuple(known), "process": (process,), "customer": (), "agent": ()},
        stars=np.array(outcome, dtype=float),
        scale=None,
    )


def shares(*groups: tuple[float, int, int]) -> tuple[list[float], list[float]]:
    """(value of the driver, answers satisfied, of all) as outcomes and values, satisfied ones first."""
    outcome = [float(place < hits) for _, hits, n in groups for place in range(n)]
    values = [value for value, _, n in groups for _ in range(n)]
    return outcome, values
