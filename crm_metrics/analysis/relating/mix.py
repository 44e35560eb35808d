"""What of a difference between teams is another mix: each held against the company's."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from crm_metrics.analysis.relating.pairs import Pairs

SHARED = 0.5  # of a group's answers, the share that must be of a mix that others have too


@dataclass(frozen=True)
class Stratum:
    """The answers of one group (a team) about one part of the mix (reason × channel × tier): their sum and count."""

    group: str
    part: Hashable
    total: float
    n: int


@dataclass(frozen=True)
class Standing:
    """A group as it is, and as it would be with the mix that groups share."""

    group: str
    n: int
    value: float
    """As it is."""
    adjusted: float | None
    """None where most of its answers are of a mix that no other group has: nothing to hold it against."""


def standardised(strata: Iterable[Stratum]) -> tuple[Standing, ...]:
    """Direct standardisation: each group's rates, weighted by the company's mix; small strata lean on the company's.

    The mix is that of the parts in which two groups or more have answers. A stratum's rate is (its sum + k × the
    company's rate there) ÷ (its n + k); where a group has no answers it is the company's rate. k comes from the
    answers themselves, so that strata which differ by chance alone differ no more.
    """
    answered = [stratum for stratum in strata if stratum.n > 0]
    company = _company(answered)
    k = weight(answered)
    known = {(stratum.group, stratum.part): stratum for stratum in answered}
    standings = []
    for group in dict.fromkeys(stratum.group for stratum in answered):
        own = [stratum for stratum in answered if stratum.group == group]
        n = sum(stratum.n for stratum in own)
        adjusted = None
        if sum(stratum.n for stratum in own if stratum.part in company) >= SHARED * n:
            rates = {part: _leaning(known.get((group, part)), sums / size, k) for part, (sums, size) in company.items()}
            adjusted = directly(rates, {part: size for part, (_, size) in company.items()})
        standings.append(Standing(group, n, sum(stratum.total for stratum in own) / n, adjusted))
    return tuple(standings)


def directly(rates: Mapping[Hashable, float], standard: Mapping[Hashable, float]) -> float:
    """A group's rates in the parts of a mix, added in the proportions of a standard one; each part has a rate.

    C. T. Le, Introductory Biostatistics, Wiley 2003, section 1.3 (directly adjusted rates).
    """
    whole = sum(standard.values())
    return sum(size / whole * rates[part] for part, size in standard.items())


def weight(strata: Iterable[Stratum]) -> float | None:
    """How many answers the company's rate counts for in each stratum; None where it is all that counts.

    Empirical Bayes; for shares, by the moments of the beta-binomial: of strata with rate r and n of the N answers of
    their part, whose rate is p, the excess of Σ n (r − p)² ÷ p (1 − p) over Σ (1 − n/N) is
    Σ (n − 1) (1 − n/N) ÷ (k + 1).
    """
    answered = [stratum for stratum in strata if stratum.n > 0]
    company = _company(answered)
    spread = expected = room = 0.0
    for stratum in answered:
        sums, size = company.get(stratum.part, (0.0, 0))
        rate = sums / size if size else 0.0
        if 0 < rate < 1:
            free = 1 - stratum.n / size
            spread += stratum.n * (stratum.total / stratum.n - rate) ** 2 / (rate * (1 - rate))
            expected += free
            room += (stratum.n - 1) * free
    if room <= 0 or spread <= expected:
        return None
    return max(room / (spread - expected) - 1, 0.0)


def _company(strata: Iterable[Stratum]) -> dict[Hashable, tuple[float, int]]:
    """The sum and count of each part of the mix in which two groups or more have answers."""
    parts: dict[Hashable, list[Stratum]] = {}
    for stratum in strata:
        parts.setdefault(stratum.part, []).append(stratum)
    return {
        part: (sum(stratum.total for stratum in own), sum(stratum.n for stratum in own))
        for part, own in parts.items()
        if len({stratum.group for stratum in own}) > 1
    }


def _leaning(stratum: Stratum | None, rate: float, k: float | None) -> float:
    return rate if stratum is None or k is None else (stratum.total + k * rate) / (stratum.n + k)


def standing(answers: Pairs) -> tuple[Standing, ...]:
    """The teams at the company's mix of reason, channel and tier; none where there is one team."""
    names = answers.names["team"]
    keys = np.column_stack([answers.codes[name] for name in ("team", "reason", "channel", "tier")])
    keys, place = np.unique(keys[keys[:, 0] >= 0], axis=0, return_inverse=True)
    if len(np.unique(keys[:, 0])) < 2:
        return ()
    outcome = answers.outcome[answers.codes["team"] >= 0]
    sums, counts = np.bincount(place, outcome), np.bincount(place)
    strata = [
        Stratum(names[key[0]], tuple(key[1:].tolist()), float(total), int(n))
        for key, total, n in zip(keys, sums, counts, strict=True)
    ]
    if answers.measure.share:
        return standardised(strata)
    # k is of shares: a score is standardised on its own scale from 0 to 1.
    low, high = float(outcome.min()), float(outcome.max())
    wide = (high - low) or 1.0
    scaled = standardised(replace(stratum, total=(stratum.total - stratum.n * low) / wide) for stratum in strata)
    return tuple(
        replace(
            team,
            value=low + wide * team.value,
            adjusted=None if team.adjusted is None else low + wide * team.adjusted,
        )
        for team in scaled
    )
