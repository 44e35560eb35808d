"""The 95 % interval that stands beside a number."""

from __future__ import annotations

from math import ceil, exp, floor, hypot, log, sqrt

from crm_metrics.errors import QuestionError

Interval = tuple[float, float]

Z = 1.959963984540054  # 97.5 % of the standard normal distribution lie below it


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

    It is centred on the adjusted score, not on the printed one, and never leaves the scale.

    B. Rocks, Interval Estimation for the Net Promoter Score, The American Statistician 70, 2016.
    """
    if n == 0:
        return None
    size = n + 3
    up, down = (promoters + 0.75) / size, (detractors + 0.75) / size
    net = up - down
    half = Z * sqrt((up + down - net * net) / size)
    return (factor * max(net - half, -1.0), factor * min(net + half, 1.0))


def log_log(alive: float, spread: float) -> Interval | None:
    """The interval of a Kaplan–Meier share `alive`, given Greenwood's sum; it never leaves 0 to 1.

    None where nobody has ended yet, or everybody: there the sum says nothing about the share.

    J. D. Kalbfleisch and R. L. Prentice, The Statistical Analysis of Failure Time Data, 1980, section 1.3.
    """
    if not 0 < alive < 1:
        return None
    reach = exp(min(Z * sqrt(spread) / -log(alive), 700.0))  # beyond, the interval is 0 to 1 all the same
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


def linearised(numerator: float, denominator: float, squares: tuple[float, float, float], n: int) -> Interval | None:
    """The normal interval of a ratio of two sums over the same `n` rows, by the delta method.

    squares: Σ y², Σ x y and Σ x² of the rows' parts y of the numerator and x of the denominator.

    W. G. Cochran, Sampling Techniques, 3rd edition, 1977, section 2.11.
    """
    if n < 2 or not denominator:
        return None
    ratio = numerator / denominator
    residual = max(squares[0] - 2 * ratio * squares[1] + ratio * ratio * squares[2], 0.0)
    half = Z * sqrt(residual * n / (n - 1)) / abs(denominator)
    return (ratio - half, ratio + half)


def interpolated(n: int, share: float) -> tuple[int, int, float]:
    """Where a quantile of `n` ordered values lies: the ranks on both sides and the part of the way between them."""
    position = (n - 1) * share
    below = floor(position)
    return below + 1, min(below + 2, n), position - below
