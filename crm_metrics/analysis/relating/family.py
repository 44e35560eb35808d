"""Many tests asked together: how many of those that look related would look so by chance alone."""

from __future__ import annotations

from collections.abc import Sequence

RATE = 0.10  # of the relations reported, the share that may be chance


def q_values(p_values: Sequence[float]) -> tuple[float, ...]:
    """The q-value of each p-value of a family, in its order: the least false discovery rate at which it is reported.

    Y. Benjamini and Y. Hochberg, Journal of the Royal Statistical Society B 57, 1995. Own lines: `scipy.stats` has the
    same, and takes a second to import.
    """
    order = sorted(range(len(p_values)), key=lambda place: p_values[place], reverse=True)
    q, least = [1.0] * len(p_values), 1.0
    for rank, place in zip(range(len(p_values), 0, -1), order, strict=True):
        least = min(least, p_values[place] * len(p_values) / rank)
        q[place] = least
    return tuple(q)


def reported(p_values: Sequence[float], rate: float = RATE) -> int:
    """How many of a family are reported at this false discovery rate."""
    return sum(q <= rate for q in q_values(p_values))
