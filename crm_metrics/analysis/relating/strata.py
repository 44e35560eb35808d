"""A group held against all others within equal parts of the mix: whether it is surely above or below them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from math import copysign, erfc, sqrt

from crm_metrics.analysis.relating.mix import Stratum


def contrast(strata: Iterable[Stratum], group: str) -> tuple[int, float] | None:
    """Whether a group is above (1) or below (−1) the others in the same parts, and how probable so much is by chance.

    None where no part has rows of both. The totals are counts of yes among n, or sums of scores
    from 0 to 1: these vary less than counts, so that the chance is never said to be smaller than it is.

    N. Mantel and W. Haenszel, Statistical Aspects of the Analysis of Data From Retrospective Studies of Disease,
    Journal of the National Cancer Institute 22, 1959, with their correction of one half.
    """
    parts: dict[Hashable, list[Stratum]] = {}
    for stratum in strata:
        parts.setdefault(stratum.part, []).append(stratum)
    away, variance, shared = 0.0, 0.0, False
    for members in parts.values():
        own = [stratum for stratum in members if stratum.group == group]
        n, size = sum(stratum.n for stratum in own), sum(stratum.n for stratum in members)
        if not 0 < n < size:
            continue
        shared, total = True, sum(stratum.total for stratum in members)
        away += sum(stratum.total for stratum in own) - n * total / size
        variance += n * (size - n) * total * (size - total) / (size * size * (size - 1))
    if variance <= 0:  # in no part do any rows differ
        return (0, 1.0) if shared else None
    z = max(abs(away) - 0.5, 0.0) / sqrt(variance)
    return (int(copysign(1, away)) if away else 0), erfc(z / sqrt(2))
