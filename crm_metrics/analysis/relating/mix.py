"""What of a difference is another mix: teams held against the company's mix, periods taken apart exactly."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from crm_metrics.analysis.relating.pairs import Pairs

SHARED = 0.5  # of a group's answers, the share that must be of a mix that others have too


@dataclass(frozen=True)
class Cell:
    """The answers of one group (a team) about one part of the mix (reason × channel × tier): their sum and count."""

    group: str
    part: Hashable
    total: float
    n: int


@dataclass(frozen=True)
class Standing:
    """A group as it is, and as it would be with the mix that groups share.

    adjusted: None where most of its answers are of a mix that no other group has: nothing to hold it against.
    """

    group: str
    n: int
    value: float
    adjusted: float | None


@dataclass(frozen=True)
class Change:
    """From one period to the next: performance + mix = the whole change, to the last digit that floats hold."""

    before: float
    after: float
    performance: float
    mix: float


def standardised(cells: Iterable[Cell]) -> tuple[Standing, ...]:
    """Direct standardisation: each group's rates, weighted by the company's mix; small cells lean on the company's.

    The mix is that of the parts in which two groups or more have answers. A cell's rate is (its sum + k × the
    company's rate there) ÷ (its n + k); where a group has no answers it is the company's rate. k comes from the
    answers themselves, so that cells which differ by chance alone differ no more.
    """
    held = [one for one in cells if one.n > 0]
    company = _company(held)
    k = weight(held)
    known = {(one.group, one.part): one for one in held}
    total = sum(n for _, n in company.values())
    made = []
    for group in dict.fromkeys(one.group for one in held):
        own = [one for one in held if one.group == group]
        n = sum(one.n for one in own)
        adjusted = None
        if sum(one.n for one in own if one.part in company) >= SHARED * n:
            adjusted = sum(
                size / total * _leaning(known.get((group, part)), sums / size, k)
                for part, (sums, size) in company.items()
            )
        made.append(Standing(group, n, sum(one.total for one in own) / n, adjusted))
    return tuple(made)


def weight(cells: Iterable[Cell]) -> float | None:
    """How many answers the company's rate counts for in each cell (empirical Bayes); None where it is all that counts.

    For shares, by the moments of the beta-binomial: of cells with rate r and n of the N answers of their part, whose
    rate is p, the excess of Σ n (r − p)² ÷ p (1 − p) over Σ (1 − n/N) is Σ (n − 1) (1 − n/N) ÷ (k + 1).
    """
    held = [one for one in cells if one.n > 0]
    company = _company(held)
    spread = expected = room = 0.0
    for one in held:
        sums, size = company.get(one.part, (0.0, 0))
        rate = sums / size if size else 0.0
        if 0 < rate < 1:
            free = 1 - one.n / size
            spread += one.n * (one.total / one.n - rate) ** 2 / (rate * (1 - rate))
            expected += free
            room += (one.n - 1) * free
    if room <= 0 or spread <= expected:
        return None
    return max(room / (spread - expected) - 1, 0.0)


def _company(cells: Iterable[Cell]) -> dict[Hashable, tuple[float, int]]:
    """The sum and count of each part of the mix in which two groups or more have answers."""
    held: dict[Hashable, list[Cell]] = {}
    for one in cells:
        held.setdefault(one.part, []).append(one)
    return {
        part: (sum(one.total for one in own), sum(one.n for one in own))
        for part, own in held.items()
        if len({one.group for one in own}) > 1
    }


def _leaning(cell: Cell | None, rate: float, k: float | None) -> float:
    return rate if cell is None or k is None else (cell.total + k * rate) / (cell.n + k)


Part = TypeVar("Part", bound=Hashable)


def changed(before: Mapping[Part, tuple[float, int]], after: Mapping[Part, tuple[float, int]]) -> Change:
    """The change of a rate, in two parts: Σ w̄ Δr by performance and Σ r̄ Δw by mix; parts of the mix → (sum, n).

    A part that one of the periods lacks has no rate there: the other period's is taken, so that its coming or going
    is mix alone. E. M. Kitagawa, Components of a Difference Between Two Rates, JASA 50, 1955.
    """
    whole = [sum(n for _, n in side.values()) for side in (before, after)]
    if not all(whole):
        raise ValueError("a period without answers has no rate")
    performance = mix = 0.0
    for part in dict.fromkeys([*before, *after]):
        (total0, n0), (total1, n1) = before.get(part, (0.0, 0)), after.get(part, (0.0, 0))
        rate0 = total0 / n0 if n0 else total1 / n1
        rate1 = total1 / n1 if n1 else rate0
        share0, share1 = n0 / whole[0], n1 / whole[1]
        performance += (share0 + share1) / 2 * (rate1 - rate0)
        mix += (rate0 + rate1) / 2 * (share1 - share0)
    rates = [sum(total for total, _ in side.values()) / n for side, n in zip((before, after), whole, strict=True)]
    return Change(rates[0], rates[1], performance, mix)


def standing(held: Pairs) -> tuple[Standing, ...]:
    """The teams at the company's mix of reason, channel and tier; none where there is one team."""
    import numpy as np

    names = held.names["team"]
    keys = np.column_stack([held.codes[name] for name in ("team", "reason", "channel", "tier")])
    keys, place = np.unique(keys[keys[:, 0] >= 0], axis=0, return_inverse=True)
    if len(np.unique(keys[:, 0])) < 2:
        return ()
    outcome = held.outcome[held.codes["team"] >= 0]
    sums, counts = np.bincount(place, outcome), np.bincount(place)
    cells = [
        Cell(names[key[0]], tuple(key[1:].tolist()), float(total), int(n))
        for key, total, n in zip(keys, sums, counts, strict=True)
    ]
    if not held.measure.share:  # k is of shares: a score is standardised on its own scale from 0 to 1
        low, high = float(outcome.min()), float(outcome.max())
        wide = (high - low) or 1.0
        scaled = standardised(replace(one, total=(one.total - one.n * low) / wide) for one in cells)
        return tuple(
            replace(
                one,
                value=low + wide * one.value,
                adjusted=None if one.adjusted is None else low + wide * one.adjusted,
            )
            for one in scaled
        )
    return standardised(cells)
