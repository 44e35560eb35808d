"""Series by month, two by two: what moves together is found, what does not is not, and short series say nothing."""

from __future__ import annotations

from datetime import date

import numpy as np

from crm_metrics.analysis.relating.together import together
from crm_metrics.periods import months_later

FIRST = date(2024, 1, 1)


def months(values: np.ndarray) -> dict[date, float]:
    return {months_later(FIRST, place): float(value) for place, value in enumerate(values)}


def test_series_that_share_their_chance_go_together_and_their_mirror_apart() -> None:
    draw = np.random.default_rng(3)
    shared = draw.normal(size=24)
    own = [shared + draw.normal(scale=0.2, size=24) for _ in range(2)]
    found = together([months(own[0]), months(own[1]), months(-shared)])
    assert [(one.first, one.second, one.direction) for one in found] == [
        (0, 1, "together"), (0, 2, "apart"), (1, 2, "apart"),
    ]  # fmt: skip
    assert all(one.months == 24 for one in found)


def test_a_trend_that_both_have_is_no_relation() -> None:
    draw, line = np.random.default_rng(5), np.arange(24.0)
    (found,) = together([months(line + draw.normal(size=24)), months(2 * line + draw.normal(size=24))])
    assert found.direction == "inconclusive"


def test_chance_is_hardly_ever_called_a_relation() -> None:
    draw = np.random.default_rng(7)
    called = sum(
        one.direction in ("together", "apart")
        for _ in range(60)
        for one in together([months(draw.normal(size=24)) for _ in range(3)])
    )
    # One in ten of those called may be chance; of 180 pairs of chance alone far fewer than one in twenty are called.
    assert called <= 9


def test_fewer_than_a_year_of_common_months_says_nothing() -> None:
    draw = np.random.default_rng(11)
    values = draw.normal(size=24)
    (found,) = together([months(values[:18]), {day: x for day, x in months(values).items() if day.month > 6}])
    assert (found.direction, found.found, found.months) == ("few", None, 6)
    (flat,) = together([months(values), months(np.full(24, 0.9))])
    assert flat.direction == "few"
