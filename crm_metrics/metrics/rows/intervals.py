"""The 95 % interval that stands beside a number."""

from __future__ import annotations

from math import ceil, exp, floor, hypot, isclose, isfinite, log, sqrt

from crm_metrics.errors import QuestionError

Interval = tuple[float, float]
Bounds = tuple[float | None, float | None]  # the least and the most that a value can be

Z = 1.959963984540054  # 97.5 % of the standard normal distribution lie below it
LARGEST_EXPONENT = 700.0  # beyond it a double has no room
FLAT = 1e-9  # of the scale: nearer to a bound than this is at it, for adding floats leaves as much
STILL = 1e-6  # of the scale: a half this small is none, for it is the root of what adding floats leaves


def wilson(hits: int, n: int) -> Interval | None:
    """The interval that holds the true share, given `hits` of `n`; both ends are fractions from 0 to 1.

    None of none gives None: nothing is known. Raises QuestionError when hits is negative or above n.

    E. B. Wilson, Probable Inference, the Law of Succession, and Statistical Inference, Journal of the American
    Statistical Association 22, 1927.
    """
    if not 0 <= hits <= n:
        raise QuestionError("{hits} hits of {n} is not a share.", hits=hits, n=n)
    return None if n == 0 else _wilson(hits / n, n)


def newcombe(one: tuple[float, float], other: tuple[float, float]) -> Interval:
    """The interval of the difference of two independent shares, each given with its n (or effective n).

    R. G. Newcombe, Interval Estimation for the Difference Between Independent Proportions, Statistics in Medicine 17,
    1998, method 10: it never leaves -1 to 1.
    """
    (p, (p_low, p_high)), (q, (q_low, q_high)) = ((share, _wilson(share, n)) for share, n in (one, other))
    below, above = hypot(p - p_low, q_high - q), hypot(p_high - p, q - q_low)
    return (p - q - below, p - q + above)


def _wilson(share: float, n: float) -> Interval:
    spread = Z * Z / n
    centre = (share + spread / 2) / (1 + spread)
    half = Z * sqrt(share * (1 - share) / n + spread / (4 * n)) / (1 + spread)
    return (0.0 if share == 0 else centre - half, 1.0 if share == 1 else centre + half)


def adjusted_wald(promoters: int, detractors: int, n: int, factor: float = 100.0) -> Interval | None:
    """The interval of a net score of `n` answers, in points: three answers are added, ¾ of one to each end.

    It is centred on the adjusted score, not on the printed one, never leaves the scale, and is widened to hold the
    printed score, which at a few answers lies beyond it: one promoter alone is 100, from -49 to 100.

    B. Rocks, Interval Estimation for the Net Promoter Score, The American Statistician 70, 2016.
    """
    if n == 0:
        return None
    size = n + 3
    up, down = (promoters + 0.75) / size, (detractors + 0.75) / size
    net = up - down
    half = Z * sqrt((up + down - net * net) / size)
    ends = sorted((factor * (net - half), factor * (net + half)))
    return held(factor * (promoters - detractors) / n, (ends[0], ends[1]), (-abs(factor), abs(factor)))


def log_log(alive: float, spread: float) -> Interval | None:
    """The interval of a Kaplan–Meier share `alive`, given Greenwood's sum; it never leaves 0 to 1.

    None where nobody has ended yet, or everybody: there the sum says nothing about the share.

    J. D. Kalbfleisch and R. L. Prentice, The Statistical Analysis of Failure Time Data, 1980, section 1.3.
    """
    if not 0 < alive < 1:
        return None
    reach = exp(min(Z * sqrt(spread) / -log(alive), LARGEST_EXPONENT))  # beyond, the interval is 0 to 1 all the same
    return (alive**reach, alive ** (1 / reach))


def quantile_ranks(n: int, share: float) -> tuple[int, int] | None:
    """The ranks (first = 1) of the ordered values between which the quantile lies; None where there are too few values.

    W. J. Conover, Practical Nonparametric Statistics, 3rd edition, 1999, section 3.2 (large-sample form).
    """
    if share in (0, 1):  # of the lowest and the highest value nothing is known beyond them
        return None
    spread = Z * sqrt(n * share * (1 - share))
    low, high = ceil(n * share - spread), ceil(n * share + spread)
    return (low, high) if low >= 1 and high <= n else None


def linearised(
    numerator: float,
    denominator: float,
    squares: tuple[float, float, float],
    n: int,
    bounds: Bounds = (None, None),
) -> Interval | None:
    """The interval of a ratio of two sums over the same `n` rows, by the delta method, within what it can be.

    squares: Σ y², Σ x y and Σ x² of the rows' parts y of the numerator and x of the denominator. bounds: the least and
    the most that the ratio can be; None where nothing is known. Between two bounds the interval is made on the logit
    scale, with one on the log of the distance from it, and brought back: so it never leaves them. Where every row lies
    at the same of two bounds, the rows have no spread to tell; there it is that of a share of none or all of so many
    rows as the parts x are worth, (Σ x)² ÷ Σ x² (L. Kish, Survey Sampling, 1965, section 11.7). Where all agree
    elsewhere no published method tells it, and there is none: it is not of no width.

    W. G. Cochran, Sampling Techniques, 3rd edition, 1977, section 2.11; the scales: A. Agresti, Categorical Data
    Analysis, 3rd edition, 2013, sections 3.1 and 16.1.
    """
    if n < 2 or not denominator:
        return None
    ratio = numerator / denominator
    residual = max(squares[0] - 2 * ratio * squares[1] + ratio * ratio * squares[2], 0.0)
    half = Z * sqrt(residual * n / (n - 1)) / abs(denominator)
    least, most = bounds
    if least is not None and most is not None and squares[2] > 0 and _flat(ratio, half, least, most):
        low, high = _wilson(round((ratio - least) / (most - least)), denominator * denominator / squares[2])
        return held(ratio, (least + (most - least) * low, least + (most - least) * high), bounds)
    if half <= STILL * abs(ratio):
        return None
    beyond = (least is not None and ratio <= least) or (most is not None and ratio >= most)
    if beyond or (least is None and most is None):
        return held(ratio, (ratio - half, ratio + half), bounds)
    if least is not None and most is not None:
        below, above = ratio - least, most - ratio
        reach = exp(min(half * (most - least) / (below * above), LARGEST_EXPONENT))
        ends = tuple(least + (most - least) * below / (below + above * factor) for factor in (reach, 1 / reach))
    elif least is not None:
        reach = exp(min(half / (ratio - least), LARGEST_EXPONENT))
        ends = (least + (ratio - least) / reach, least + (ratio - least) * reach)
    else:
        reach = exp(min(half / ((most or 0.0) - ratio), LARGEST_EXPONENT))
        ends = ((most or 0.0) - ((most or 0.0) - ratio) * reach, (most or 0.0) - ((most or 0.0) - ratio) / reach)
    return held(ratio, (ends[0], ends[1]), bounds)


def _flat(ratio: float, half: float, least: float, most: float) -> bool:
    """Whether every row lies at the same of two bounds."""
    away = min(abs(ratio - least), abs(most - ratio))
    return away <= FLAT * (most - least) and half <= STILL * (most - least)


def held(value: float, interval: Interval, bounds: Bounds = (None, None)) -> Interval | None:
    """The interval as a reader may have it: it holds its value and lies within what that can be.

    Widening loses none of its coverage. None where an end is no number. A value beyond its bounds, as a correction in
    the books makes one, is held all the same.
    """
    low, high = interval
    if not (isfinite(low) and isfinite(high)):
        return None
    least, most = bounds
    low = low if least is None else max(low, least)
    high = high if most is None else min(high, most)
    return (min(low, value), max(high, value))


def deviation(value: float, interval: Interval, n: int, bounds: Bounds = (None, None)) -> float:
    """The standard deviation of one row, read back from the interval of a mean or a net score of `n` rows.

    Half its width is Z of these ÷ √n only where it lies evenly about the value: between two bounds it does on the logit
    scale (`linearised`); a net score's is of n + 3 answers about its adjusted score, and may be cut or widened at the
    end beyond the value, so that the other end tells (`adjusted_wald`).
    """
    low, high = interval
    least, most = bounds
    if least is not None and most is not None and least < low < value < high < most:
        span = most - least
        logits = [log((end - least) / (most - end)) for end in (low, high)]
        half = (logits[1] - logits[0]) / 2 * (value - least) * (most - value) / span
    elif bounds != (None, None) or isclose(high - value, value - low, rel_tol=1e-9):
        half = (high - low) / 2
    else:
        n, centre = n + 3, value * n / (n + 3)
        half = centre - low if value >= 0 else high - centre
    return half / Z * sqrt(n)


def interpolated(n: int, share: float) -> tuple[int, int, float]:
    """Where a quantile of `n` ordered values lies: the ranks on both sides and the part of the way between them."""
    position = (n - 1) * share
    below = floor(position)
    return below + 1, min(below + 2, n), position - below
