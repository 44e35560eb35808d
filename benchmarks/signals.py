"""How many false signals a weekly board shows a week, and how many real changes it still finds within four weeks.

Fourteen results of every kind (shares, scores, means, counts, rare counts, money), with noise of their own or shared,
and with weeks that remember each other, go through `crm_metrics.analysis.signals.read`. What the rules alone would have
told, without what chance brings too often taken off, stands beside it.
"""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from benchmarks.measure import Share, share
from benchmarks.steady import BOARD, WITHIN, Told, boards_of, found_of

SEED = 20261
A_MONTH = 12 / 52  # false signals a week
MEMORIES = (0.0, 0.3, 0.5)
HELD = (0.0, 0.3)  # where the stated figure must hold

Job = tuple[str, float, float, int]


def measure(boards: int) -> list[Share]:
    """Every share, of at least so many boards each."""
    jobs: list[Job] = [("still", memory, shared, boards) for memory in MEMORIES for shared in (0.0, 0.5)]
    jobs += [("moved", memory, shift, max(boards // 5, 1)) for memory in HELD for shift in (1.0, 2.0, 3.0)]
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        return [claim for claims in pool.map(of, jobs) for claim in claims]


def of(job: Job) -> list[Share]:
    """The shares of one simulation."""
    kind, memory, more, count = job
    if kind == "still":
        return _still(boards_of(count, SEED, memory=memory, shared=more), memory, more, count)
    found = found_of(count, SEED, memory=memory, shift=more)
    about = f"a change of {more:g} sd, autocorrelation {memory:g}: within {WITHIN} weeks it is"
    tries = count * len(BOARD)
    return [
        share(f"{about} told as a change", found.changes, tries),
        share(f"{about} told, or to be watched", found.changes + found.watched, tries),
        share(f"{about} told by the rules alone", found.by_rules, tries),
    ]


def _still(told: Told, memory: float, shared: float, count: int) -> list[Share]:
    about = f"nothing changed, autocorrelation {memory:g}, noise shared by {shared:.0%}: of a result and week"
    tries, places = count * len(BOARD), len(BOARD)
    most = A_MONTH / places if memory in HELD else None
    return [
        share(f"{about} a change is told", told.changes, tries, most=most),
        share(f"{about} it is to be watched", told.watched, tries),
        share(f"{about} the rules alone tell a change", told.by_rules, tries),
        share(f"{about[: about.index(':')]}: of a board and week some change is told", told.boards, count),
    ]
